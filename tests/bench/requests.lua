-- Sends the requests of a file one after the other, each thread from another place on.
-- Arguments: the file (a line for each request: path, or path, tab, body), then headers "name: value".

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(arguments)
    local headers = {}
    for place = 2, #arguments do
        local name, value = arguments[place]:match("^([^:]+): (.*)$")
        headers[name] = value
    end
    requests = {}
    for line in io.lines(arguments[1]) do
        local path, body = line:match("^([^\t]*)\t(.*)$")
        requests[#requests + 1] = wrk.format(body and "POST" or "GET", path or line, headers, body)
    end
    place = number * 7919
end

function request()
    place = place + 1
    return requests[place % #requests + 1]
end

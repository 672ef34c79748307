import type { Fetch } from "./client";

/** Like `fetch`, but tells which share of the body has gone: browsers tell that of XMLHttpRequest alone. */
export function uploading(gone: (share: number) => void): Fetch {
  return (path, { method = "GET", headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, path);
      new Headers(headers).forEach((value, name) => request.setRequestHeader(name, value));
      request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => lengthComputable && gone(loaded / total));
      request.upload.addEventListener("load", () => gone(1));
      request.addEventListener("load", () => resolve(answerOf(request)));
      request.addEventListener("error", () => reject(new TypeError("network")));
      request.addEventListener("abort", () => reject(new DOMException("cancelled", "AbortError")));
      signal?.addEventListener("abort", () => request.abort(), { once: true });
      request.send(body instanceof FormData ? body : null);
    });
}

function answerOf(request: XMLHttpRequest): Response {
  const after = request.getResponseHeader("retry-after");
  const headers: Record<string, string> = after === null ? {} : { "retry-after": after };
  return new Response(request.responseText, { status: request.status, headers });
}

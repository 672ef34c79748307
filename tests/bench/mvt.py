"""Reads what is needed of Mapbox Vector Tiles 2.1 (layers, features, positions of points)."""


def fields(data):
    """Yields number and value of each field of a protobuf message: an int, or bytes."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        elif key & 7 == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
            if len(value) != length:
                raise ValueError("the tile is cut")
        elif key & 7 in (1, 5):
            size = 8 if key & 7 == 1 else 4
            value, at = data[at:at + size], at + size
        else:
            raise ValueError(f"wire type {key & 7}")
        yield key >> 3, value


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def layers(tile):
    """Returns the features of each layer by its name; each is the position of its first point."""
    found = {}
    for number, layer in fields(tile):
        if number == 3:
            parts = list(fields(layer))
            name = next(value for number, value in parts if number == 1).decode()
            found[name] = [position(value) for number, value in parts if number == 2]
    return found


def position(feature):
    """The first MoveTo of a feature, in units of the tile (specification, 4.3)."""
    geometry = next(value for number, value in fields(feature) if number == 4)
    command, at = varint(geometry, 0)
    if command & 7 != 1:
        raise ValueError("a geometry does not begin with MoveTo")
    x, at = varint(geometry, at)
    y, at = varint(geometry, at)
    return (x >> 1) ^ -(x & 1), (y >> 1) ^ -(y & 1)

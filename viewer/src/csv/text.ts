/** Browsers give files in pieces of megabytes; what follows the reading wants to move on smoothly. */
const PIECE_BYTES = 64 * 1024;

/** The text of a file, piece by piece, with how many bytes were read so far; a byte order mark is left out. */
export async function* textOf(stream: ReadableStream<Uint8Array>, encoding: string, read: (bytes: number) => void = () => undefined): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  const reader = stream.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      for (let at = 0; at < value.length; at += PIECE_BYTES) {
        const piece = value.subarray(at, at + PIECE_BYTES);
        bytes += piece.length;
        read(bytes);
        yield decoder.decode(piece, { stream: true });
      }
    }
    yield decoder.decode();
  } finally {
    // Whoever stops asking wants no more of it.
    void reader.cancel().catch(() => undefined);
  }
}

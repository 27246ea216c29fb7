import { MAX_LINE_BYTES } from './limits.js';

/** A line as it came, without its line end. */
export interface RawLine {
  readonly number: number;
  /** One character for each byte (Latin-1), at most MAX_LINE_BYTES of them. */
  readonly text: string;
  /** How long the line really is. */
  readonly lengthBytes: number;
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts bytes into lines, wherever the chunks are cut. A line ends with LF or CR LF; the last one may
 * have no end. Memory stays the same for lines of any length and number.
 */
export class LineSplitter {
  private readonly held = Buffer.alloc(MAX_LINE_BYTES);
  private heldBytes = 0;
  private lengthBytes = 0;
  private lastByte = 0;
  private lines = 0;

  /** Takes the next bytes and gives the lines that they complete. */
  *push(chunk: Uint8Array): Generator<RawLine> {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      this.hold(chunk.subarray(start, end));
      yield this.take();
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
  }

  /** Gives the last line, if it has no line end. */
  *end(): Generator<RawLine> {
    if (this.lengthBytes > 0) yield this.take();
  }

  private hold(part: Uint8Array): void {
    const kept = part.subarray(0, MAX_LINE_BYTES - this.heldBytes);
    this.held.set(kept, this.heldBytes);
    this.heldBytes += kept.length;
    this.lengthBytes += part.length;
    this.lastByte = part.at(-1) ?? this.lastByte;
  }

  private take(): RawLine {
    const lengthBytes = this.lengthBytes - (this.lastByte === CR ? 1 : 0);
    const text = this.held.toString('latin1', 0, Math.min(lengthBytes, this.heldBytes));
    this.heldBytes = 0;
    this.lengthBytes = 0;
    this.lastByte = 0;
    this.lines += 1;
    return { number: this.lines, text, lengthBytes };
  }
}

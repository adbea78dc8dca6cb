import type { Argument } from './define-script.js';

/** The most bytes that the head of a list or a text takes. */
const HEAD_BYTES = 5;
/** Up to this many characters a text is written one by one. */
const SHORT = 64;

/**
 * Packs lists of texts and bytes into one argument, as MessagePack (https://github.com/msgpack/msgpack,
 * spec.md: array 32, and fixstr, str 16 or str 32 for what is in them), which a script unpacks by
 * `cmsgpack.unpack`: a client takes longer for many small arguments than for what they hold.
 */
export function packedLists(lists: readonly (readonly Argument[])[]): Buffer {
  let bytes = HEAD_BYTES;
  for (const list of lists) bytes += mostBytesOf(list);
  const packed = Buffer.allocUnsafe(bytes);
  let at = writeHead(packed, 0, 0xdd, lists.length);
  for (const list of lists) at = writeList(packed, at, list);
  return packed.subarray(0, at);
}

/** Packs one list, as {@link packedLists} does several. */
export function packedList(list: readonly Argument[]): Buffer {
  const packed = Buffer.allocUnsafe(mostBytesOf(list));
  return packed.subarray(0, writeList(packed, 0, list));
}

function mostBytesOf(list: readonly Argument[]): number {
  let bytes = HEAD_BYTES;
  for (let i = 0; i < list.length; i++) bytes += HEAD_BYTES + mostOf(list[i]!);
  return bytes;
}

function writeList(packed: Buffer, from: number, list: readonly Argument[]): number {
  let at = writeHead(packed, from, 0xdd, list.length);
  for (let i = 0; i < list.length; i++) at = write(packed, at, list[i]!);
  return at;
}

/** A character of a JavaScript string takes three bytes at most. */
function mostOf(one: Argument): number {
  return typeof one === 'number' ? 24 : typeof one === 'string' ? one.length * 3 : one.length;
}

function writeHead(packed: Buffer, at: number, kind: number, count: number): number {
  packed[at] = kind;
  return packed.writeUInt32BE(count, at + 1);
}

function write(packed: Buffer, at: number, one: Argument): number {
  if (typeof one === 'object') {
    const from = writeLength(packed, at, one.length);
    packed.set(one, from);
    return from + one.length;
  }
  const text = typeof one === 'number' ? String(one) : one;
  if (text.length <= SHORT) {
    const from = writeLength(packed, at, text.length);
    if (writeAscii(packed, from, text)) return from + text.length;
  }
  const length = Buffer.byteLength(text);
  const from = writeLength(packed, at, length);
  return from + packed.write(text, from);
}

/** Writes a short text without a call into the runtime, which takes longer. @returns `false` if it is not ASCII. */
function writeAscii(packed: Buffer, from: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return false;
    packed[from + i] = code;
  }
  return true;
}

function writeLength(packed: Buffer, at: number, length: number): number {
  if (length < 32) {
    packed[at] = 0xa0 + length;
    return at + 1;
  }
  return length < 0x10000
    ? packed.writeUInt16BE(length, writeKind(packed, at, 0xda))
    : packed.writeUInt32BE(length, writeKind(packed, at, 0xdb));
}

function writeKind(packed: Buffer, at: number, kind: number): number {
  packed[at] = kind;
  return at + 1;
}

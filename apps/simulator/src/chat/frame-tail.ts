/** The most frames that a room keeps of its last ones. */
export const TAIL_FRAMES_MAX = 256;
const TAIL_LENGTH_MAX = 1024 * 1024;

/** The last frames of a room, at most 256 and 1 Mi characters. */
export class FrameTail {
  private frames: string[] = [];
  private length = 0;

  push(frames: readonly string[]): void {
    for (const frame of frames) {
      this.frames.push(frame);
      this.length += frame.length;
    }
    if (this.frames.length <= 2 * TAIL_FRAMES_MAX && this.length <= 2 * TAIL_LENGTH_MAX) return;
    // Trimmed rarely, and then to size: a shift for each frame would cost more than the frame.
    let length = 0;
    const from = this.frames.findLastIndex((frame) => (length += frame.length) > TAIL_LENGTH_MAX);
    this.frames = this.frames.slice(Math.max(from + 1, this.frames.length - TAIL_FRAMES_MAX));
    this.length = this.frames.reduce((sum, frame) => sum + frame.length, 0);
  }

  /** The last `count`, or as many as there are, oldest first. */
  last(count: number): readonly string[] {
    return count === 0 ? [] : this.frames.slice(-Math.min(count, TAIL_FRAMES_MAX));
  }
}

import { Writable } from 'node:stream';
import { displayWidth } from '../../listing/display-width.js';
import { Progress } from './progress.js';

const CLEAR_LINE = '\r\u001B[K';
const TARGET = 'default/24bad716-87b1-45e5-8912-6102f7693265';

class Output extends Writable {
  written = '';

  constructor(
    readonly isTTY: boolean,
    readonly columns?: number,
  ) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written += chunk.toString();
    done();
  }
}

/** What a progress writes that waits for a target. */
function drawnOn(output: Output): string[] {
  const progress = new Progress(output, 'dead letters put back', 10_000);
  progress.end(`25000 events of ${TARGET} wait to be reported`);
  return output.written.trimEnd().split(CLEAR_LINE).slice(1);
}

describe('the progress of a command', () => {
  it('is one line of a terminal, whatever it tells: what is drawn anew leaves nothing behind', () => {
    const drawn = drawnOn(new Output(true, 80));
    expect(drawn).toHaveLength(2);
    expect(Math.max(...drawn.map(displayWidth))).toBe(80);
    expect(drawn[1]).toMatch(/^\[\.{24}\] +0 % 0 of 10000 dead letters put back; 25000 .*…$/u);
  });

  it('is told whole where no terminal says how wide it is', () => {
    expect(drawnOn(new Output(true, 0)).at(-1)).toContain(`${TARGET} wait to be reported`);
    const pipe = new Output(false);
    drawnOn(pipe);
    expect(pipe.written).toContain(`${TARGET} wait to be reported\n`);
  });
});

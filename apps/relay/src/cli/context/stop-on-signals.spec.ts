import { EventEmitter } from 'node:events';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { Hangups, stopOnSignals } from './stop-on-signals.js';

function setUp(isService: boolean) {
  const exits: number[] = [];
  const process = Object.assign(new EventEmitter(), { exit: (code: number) => exits.push(code) });
  const hangups = new Hangups();
  const stopped = stopOnSignals(process as unknown as NodeJS.Process, hangups, isService);
  return { process, hangups, stopped, exits };
}

describe('signals', () => {
  it('stop on the first SIGINT or SIGTERM, and end the process at the second', () => {
    const { process, stopped, exits } = setUp(true);
    process.emit('SIGTERM', 'SIGTERM');
    expect([stopped.reason, exits]).toEqual(['SIGTERM', []]);
    process.emit('SIGINT', 'SIGINT');
    expect(exits).toEqual([130]);
  });

  it('SIGHUP makes a service that listens for it read its file again, and stops nothing', () => {
    const { process, hangups, stopped } = setUp(true);
    let asked = 0;
    const end = hangups.follow(() => asked++);
    process.emit('SIGHUP', 'SIGHUP');
    process.emit('SIGHUP', 'SIGHUP');
    expect([asked, stopped.aborted]).toEqual([2, false]);
    end();
    process.emit('SIGHUP', 'SIGHUP');
    expect([asked, stopped.reason]).toEqual([2, 'SIGHUP']);
  });

  it('SIGHUP stops a program on a terminal, since the terminal has closed', () => {
    const { process, hangups, stopped } = setUp(false);
    let asked = 0;
    hangups.follow(() => asked++);
    process.emit('SIGHUP', 'SIGHUP');
    expect([asked, stopped.reason]).toEqual([0, 'SIGHUP']);
  });

  it('SIGHUP ends no program at once that is stopping already', () => {
    for (const isService of [true, false]) {
      const { process, stopped, exits } = setUp(isService);
      process.emit('SIGTERM', 'SIGTERM');
      process.emit('SIGHUP', 'SIGHUP');
      process.emit('SIGHUP', 'SIGHUP');
      expect([stopped.reason, exits]).toEqual(['SIGTERM', []]);
      expect(process.listenerCount('exit')).toBe(1);
    }
  });

  it('a terminal that was closed is let go of at the end, also where no SIGHUP came: Node would abort', () => {
    const { process } = setUp(false);
    const [terminal, file] = [openSync('/dev/null', 'r'), openSync('/dev/null', 'r')];
    const stdin = { isTTY: true, fd: terminal };
    const other = { isTTY: false, fd: file };
    Object.assign(process, { stdin, stdout: other, stderr: other });
    process.emit('exit', 0);
    expect(() => fstatSync(terminal)).toThrow('EBADF');
    closeSync(file);
  });
});

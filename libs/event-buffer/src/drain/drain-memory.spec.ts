import { DrainMemory } from './drain-memory.js';

describe('DrainMemory', () => {
  it('adds up the bytes of all targets, each as it was last set', () => {
    const memory = new DrainMemory(100);
    memory.set('a', 60);
    memory.set('b', 30);
    expect([memory.bytes, memory.hasRoom]).toEqual([90, true]);
    memory.set('a', 70);
    expect([memory.bytes, memory.hasRoom]).toEqual([100, false]);
    memory.set('b', 0);
    memory.set('never-read', 0);
    expect([memory.bytes, memory.hasRoom]).toEqual([70, true]);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderClaim } from './folder-claim.js';

describe('FolderClaim', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'live-event-relay-claim-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives the folder to one at a time, and to the next once it is released', () => {
    const [first, second] = [new FolderClaim(folder), new FolderClaim(folder)];
    expect([first.take(), second.take(), first.take()]).toEqual([true, false, true]);
    first.release();
    second.release();
    expect([second.take(), first.take()]).toEqual([true, false]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('follows an owner that is dead, or had the same number before a reboot', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    symlinkSync(`${pid}:`, join(folder, 'owner.6'));
    const claim = new FolderClaim(folder);
    expect(claim.take()).toBe(true);
    expect(readdirSync(folder)).toEqual(['owner.7']);
    claim.release();
    symlinkSync(`${process.pid}:1`, join(folder, 'owner.9'));
    expect(claim.take()).toBe(true);
  });

  it('does not follow an owner that lives', () => {
    symlinkSync(`${process.pid}:`, join(folder, 'owner.1'));
    expect(new FolderClaim(folder).take()).toBe(false);
  });

  it('is in nobody’s way where the folder is not there', () => {
    const claim = new FolderClaim(join(folder, 'none'));
    expect(claim.take()).toBe(true);
    claim.release();
  });
});

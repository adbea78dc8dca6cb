import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that are no part of the project: made by npm, a build or a run. */
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.parts']);

/**
 * Every file below the given folders, or of the whole project, sorted. Does not use git, which may
 * be missing, or refuse to work in a folder that another user owns.
 */
export function treeFiles(folders: readonly string[] = ['.']): string[] {
  return folders.flatMap(filesIn).toSorted();
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

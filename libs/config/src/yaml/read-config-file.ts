import { readTextFile, type TextFile } from '#text-file';
import { FILE_BYTES_MAX } from './read-yaml.js';

/** The text of a configuration, or why it cannot be read, in a sentence. */
export function readConfigFile(file: string): TextFile {
  const read = readTextFile(file, FILE_BYTES_MAX);
  if (read.ok || read.code !== 'ENOENT') return read;
  const wayOut = 'start from relay.example.yaml, or name another with --config';
  return { ...read, message: `${read.message}; ${wayOut}` };
}

import type { Environment } from '#config';
import { singleQuoted } from '../reference/completion-words.js';

/** What a command needs to be given to find a configuration where it would look for another one; '' otherwise. */
export function configOption(file: string, { RELAY_CONFIG }: Environment): string {
  if (file === (RELAY_CONFIG || 'relay.yaml')) return '';
  return ` --config ${PLAIN.test(file) ? file : singleQuoted(file)}`;
}

/** What no shell reads as anything else. */
const PLAIN = /^[\p{L}\p{N}./_-]+$/u;

export { readTextFile, type TextFile } from './text-file.js';

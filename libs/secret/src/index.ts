export { Secret, secretOf } from './secret.js';
export { openText, sealText } from './seal.js';

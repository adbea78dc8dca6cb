export { Secret, secretOf } from './secret.js';

export { nearestKey, suggestion } from './nearest-key.js';

export { USER_AGENT, VERSION } from './user-agent.js';

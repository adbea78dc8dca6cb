export { BILIBILI_APP as APP, StandInBilibili } from '../../../apps/simulator/src/index.js';

// Compares the relay with those installed programs that can be configured to do its work.
import { isInstalled, nodeRed, syslogNg } from '../lib/peers.mjs';
import { relay } from '../lib/subjects.mjs';
import { flood } from './throughput.mjs';

export function peers(quick) {
  const hot = { bridges: 1, events: quick ? 40_000 : 400_000 };
  const slow = { bridges: 1, events: quick ? 10_000 : 100_000 };
  return [
    {
      ...flood('peer-relay', 'the relay: mapped, durable, ordered', relay(), hot),
      group: 'peers',
    },
    {
      ...flood('peer-syslog-ng', 'syslog-ng: mapped, durable (disk), ordered', syslogNg, hot),
      group: 'peers',
      isMissing: () => !isInstalled('syslog-ng', '--version'),
      wayOut: 'apt-get install syslog-ng-core syslog-ng-mod-http',
    },
    {
      ...flood('peer-node-red', 'Node-RED: mapped, kept in memory, ordered', nodeRed, slow),
      group: 'peers',
      isMissing: () => !isInstalled('node-red', '--help'),
      wayOut: 'npm install --global node-red',
    },
  ];
}

import { unsafeNodeSettings } from './unsafe-node.js';

function found(env: Record<string, string>, execArgv: string[] = [], url?: string): string {
  return unsafeNodeSettings(env, execArgv, url).join('\n');
}

describe('unsafeNodeSettings', () => {
  it.each([
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_EXTRA_CA_CERTS'],
    [{ NODE_DEBUG: 'http' }, 'NODE_DEBUG would print'],
    [{ DEBUG: '*' }, 'DEBUG would print'],
    [{ DEBUG: 'app,ioredis:redis' }, 'DEBUG would print'],
    [{ DEBUG: 'router' }, 'DEBUG would print'],
    [{ DEBUG: 'app router:route' }, 'DEBUG would print'],
    [{ DEBUG: 'socket.io-parser' }, 'DEBUG would print'],
    [{ DEBUG: 'app, engine.io-client:socket' }, 'DEBUG would print'],
    [{ NODE_OPTIONS: '--max-old-space-size=512 --tls-keylog=/tmp/keys' }, '--tls-keylog of Node'],
    [{ NODE_OPTIONS: '"--tls_keylog=/tmp/keys"' }, '--tls-keylog of Node'],
    [{ NODE_OPTIONS: '--report-on-signal' }, '--report-on- of Node'],
    [{ NODE_OPTIONS: '--trace-event-categories=node.http' }, '--trace-event of Node'],
    [{ NODE_OPTIONS: '--trace_events_enabled' }, '--trace-event of Node'],
    [{ NODE_OPTIONS: '--abort-on-uncaught-exception' }, '--abort-on-uncaught-exception of Node'],
    [{ NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2' }, '--heapsnapshot- of Node'],
  ])('names the unsafe NODE_OPTIONS %p', (env, words) => {
    expect(found(env)).toContain(words);
  });

  it('names options of the command line', () => {
    expect(found({}, ['--trace-tls'])).toContain('--trace-tls of Node');
  });

  it.each([
    ['ws://0.0.0.0:9229/id', 'open to other machines'],
    ['ws://[::]:9229/id', 'open to other machines'],
    ['ws://10.0.0.7:9229/id', 'open to other machines'],
    ['ws://127.0.0.1:9229/id', ''],
    ['ws://[::1]:9229/id', ''],
    ['ws://127.example.com:9229/id', 'open to other machines'],
    ['ws://localhost:9229/id', ''],
    [undefined, ''],
  ])('refuses an inspector at %p only where other machines reach it', (url, words) => {
    expect(found({}, ['--inspect'], url)).toContain(words);
    expect(found({}, ['--inspect'], url) === '').toBe(words === '');
  });

  it('names all unsafe settings at once, without a value', () => {
    const sentences = unsafeNodeSettings(
      { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_OPTIONS: '--tls-keylog=/secret/file' },
      [],
      undefined,
    );
    expect(sentences).toHaveLength(2);
    expect(sentences.join()).not.toContain('/secret/file');
  });

  it('accepts harmless options', () => {
    const env = {
      NODE_TLS_REJECT_UNAUTHORIZED: '1',
      NODE_EXTRA_CA_CERTS: '/etc/ca.pem',
      NODE_OPTIONS: '--max-old-space-size=512 --use-openssl-ca --enable-source-maps',
      NODE_DEBUG: '',
      DEBUG: 'express:router,1,-socket.io-parser',
    };
    expect(unsafeNodeSettings(env, ['--max-semi-space-size=8'], undefined)).toEqual([]);
  });
});

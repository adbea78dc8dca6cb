import { isOfThisPlace } from './source-place.js';

describe('the place of a source', () => {
  it.each(['localhost', '127.0.0.1', '[::1]', '10.2.3.4', '192.168.1.9', 'obs.local', '[fd00::1]'])(
    'is this machine for %s',
    (host) => {
      expect(isOfThisPlace(host)).toBe(true);
    },
  );

  it.each(['live.example.com', '8.8.8.8', 'douyinlive', '[2606:4700::1]'])(
    'may be any machine for %s',
    (host) => {
      expect(isOfThisPlace(host)).toBe(false);
    },
  );
});

import { bridgeSchema } from '#config';
import { suggestedName } from './suggested-name.js';

describe('suggestedName', () => {
  it.each([
    [{ type: 'twitch-irc', channel: '#Shop TV' }, 'twitch-irc-shop-tv'],
    [{ type: 'douyu', roomId: 123 }, 'douyu-123'],
    [{ type: 'push' }, 'push'],
    [{ type: 'luoxi', room: '小红书' }, 'luoxi'],
    [{ type: 'x'.repeat(90) }, 'x'.repeat(64)],
  ])('makes of %j the valid name %s', (source, name) => {
    const { properties } = bridgeSchema() as { properties: { name: { pattern: string } } };
    expect(suggestedName({ source })).toBe(name);
    expect(name).toMatch(new RegExp(properties.name.pattern, 'u'));
  });
});

import 'reflect-metadata';
import { bridgeSchema } from '#config';
import { jsonSchemaOf } from '#options';
import { SourceCatalogue } from '#platforms';
import { fieldOf, isWrong, kindOf } from './field-kind.js';

describe('the fields of a form', () => {
  it('have for each key of a source a kind that its schema allows', async () => {
    const catalogue = new SourceCatalogue();
    await catalogue.load();
    const kinds = new Map<string, string>();
    for (const type of catalogue.keys()) {
      const { properties = {} } = fieldOf(jsonSchemaOf(catalogue.get(type)!.Options));
      for (const [key, schema] of Object.entries(properties)) {
        kinds.set(`${type}.${key}`, kindOf(schema));
        expect(() => isWrong('x', schema)).not.toThrow();
      }
    }
    expect(kinds.get('twitch-irc.channel')).toBe('text');
    expect(kinds.get('twitch-irc.token')).toBe('secret');
    expect(kinds.get('twitch-irc.membership')).toBe('flag');
    expect(kinds.get('youtube.everySeconds')).toBe('number');
    expect(kinds.get('websocket.mapping')).toBe('json');
    expect(kinds.get('websocket.headers')).toBe('json');
  });

  it('give each filter of a bridge a kind of its own', () => {
    const { properties = {} } = fieldOf(bridgeSchema());
    expect(kindOf(properties['filter']!)).toBe('block');
    expect(kindOf(properties['filter']!.properties!['types']!)).toBe('choices');
    expect(kindOf(properties['filter']!.properties!['blockWords']!)).toBe('lines');
    expect(kindOf(properties['connect']!)).toBe('choice');
    expect(kindOf(properties['delivery']!)).toBe('json');
  });

  it('tell a wrong value as it is typed, but leave variables to the relay', () => {
    const channel = { type: 'string', pattern: '^\\w{1,25}$' };
    expect(isWrong('shop', channel)).toBe(false);
    expect(isWrong('', channel)).toBe(false);
    expect(isWrong('a shop', channel)).toBe(true);
    expect(isWrong('${RELAY_SECRET_X}', channel)).toBe(false);
    expect(isWrong(7, { type: 'integer', minimum: 10 })).toBe(true);
  });
});

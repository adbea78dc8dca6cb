import * as fc from 'fast-check';
import {
  Block,
  BlockList,
  buildOptions,
  checkOptions,
  Decimal,
  Flag,
  jsonSchemaOf,
  OneOf,
  OnlyIf,
  Optional,
  Text,
  TO_CONNECT,
  Whole,
} from '#options';
import { QUESTIONS } from './check-options.js';
import { Validator } from './class-validator.js';
import { isFaultless } from './faultless.js';

class RuleOptions {
  @Text('an event')
  event!: string;
}

class ChatOptions {
  @Text('the name of a room', /^\w+$/, TO_CONNECT)
  room!: string;

  @Optional()
  @Whole(1, 10)
  retries = 3;

  @Optional()
  @Decimal(1, 60, 'never')
  seconds?: number | 'never';

  @Optional()
  @Flag()
  loud = false;

  @OnlyIf(({ loud }: ChatOptions) => loud)
  @OneOf(['high', 'low'])
  pitch?: string;

  @Optional()
  @Block(() => RuleOptions)
  first?: RuleOptions;

  @BlockList(() => RuleOptions, 2, { countMin: 1, what: 'rules' })
  rules!: RuleOptions[];
}

function wrong(plain: Record<string, unknown>, purpose: 'connect' | 'decode' = 'connect') {
  return checkOptions(buildOptions(ChatOptions, plain), purpose).map(({ property }) => property);
}

const SOUND = { room: 'tea', rules: [{ event: 'comment' }] };

describe('option classes', () => {
  it('buildOptions: makes instances of the classes of blocks and lists, and keeps defaults', () => {
    const options = buildOptions(ChatOptions, { ...SOUND, first: { event: 'gift' } });
    expect(options).toBeInstanceOf(ChatOptions);
    expect(options.first).toBeInstanceOf(RuleOptions);
    expect(options.rules[0]).toBeInstanceOf(RuleOptions);
    expect(options.retries).toBe(3);
  });

  it('buildOptions: tells each unknown key with its place, and leaves it out', () => {
    const unknown: string[] = [];
    const plain = JSON.parse(
      '{"rules":[{"evnt":1}],"__proto__":{"loud":true},"rom":"x"}',
    ) as object;
    const options = buildOptions(
      ChatOptions,
      { ...plain },
      {
        unknown: (_key, _instance, path) => unknown.push(path.join('.')),
      },
    );
    expect(unknown.sort()).toEqual(['__proto__', 'rom', 'rules.0.evnt']);
    expect(options.loud).toBe(false);
    expect('rom' in options).toBe(false);
  });

  it('buildOptions: copies its input, so that freezing the options does not freeze the input', () => {
    const rules = [{ event: 'comment' }];
    const options = buildOptions(ChatOptions, { rules });
    options.rules[0]!.event = 'gift';
    expect(rules[0]!.event).toBe('comment');
  });

  it('buildOptions and checkOptions: never throw, whatever a block holds', () => {
    const keys = fc.constantFrom('room', 'retries', 'seconds', 'loud', 'pitch', 'first', 'rules');
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(keys, fc.string()), fc.jsonValue()), (plain) => {
        expect(wrong({ ...plain })).toBeInstanceOf(Array);
        expect(wrong({ ...plain }, 'decode')).toBeInstanceOf(Array);
      }),
    );
  });

  it.each(['connect', 'decode'] as const)(
    'isFaultless: agrees with class-validator, to %s',
    (purpose) => {
      const question = QUESTIONS[purpose];
      const judge = new Validator();
      const settings = { ...question, forbidUnknownValues: false };
      let faultless = 0;
      fc.assert(
        fc.property(ALMOST_SOUND, (plain) => {
          const options = buildOptions(ChatOptions, { ...plain });
          const verdict = judge.validateSync(options, settings).length === 0;
          if (verdict) faultless += 1;
          expect(isFaultless(options, question)).toBe(verdict);
        }),
        { numRuns: 1000 },
      );
      expect(faultless).toBeGreaterThan(50);
    },
  );

  it('checkOptions: requires options for connecting only to connect', () => {
    expect(wrong(SOUND)).toEqual([]);
    expect(wrong({ rules: SOUND.rules })).toEqual(['room']);
    expect(wrong({ rules: SOUND.rules }, 'decode')).toEqual([]);
  });

  it('OnlyIf: asks for a key where the block says so, and not elsewhere', () => {
    expect(wrong({ ...SOUND, loud: true })).toEqual(['pitch']);
    expect(wrong({ ...SOUND, pitch: 7 })).toEqual([]);
  });

  it('BlockList: bounds the number of blocks', () => {
    expect(wrong({ ...SOUND, rules: [] })).toEqual(['rules']);
    expect(wrong({ ...SOUND, rules: [{}, {}, {}] })).toEqual(['rules']);
    expect(wrong({ ...SOUND, rules: ['x'] })).toEqual(['rules']);
  });

  it('jsonSchemaOf: tells the keys, which are required, their ranges and their defaults', () => {
    expect(jsonSchemaOf(ChatOptions)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['room', 'rules'],
      properties: {
        room: { type: 'string', description: 'the name of a room', pattern: '^\\w+$' },
        retries: { type: 'integer', minimum: 1, maximum: 10, default: 3 },
        seconds: { anyOf: [{ type: 'number', minimum: 1, maximum: 60 }, { const: 'never' }] },
        loud: { type: 'boolean', default: false },
        pitch: { type: 'string', enum: ['high', 'low'] },
        first: RULE_SCHEMA,
        rules: { type: 'array', minItems: 1, maxItems: 2, items: RULE_SCHEMA },
      },
    });
  });
});

/** Blocks that are sound in most of their keys, so that some are sound in all. */
const RULE = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ event: 'comment' }) },
  fc.constantFrom({}, { event: 1 }, 'x', 7, null, undefined, []),
);
const ALMOST_SOUND = fc.record(
  {
    room: mostly(fc.constant('tea')),
    retries: mostly(fc.integer({ min: 1, max: 10 })),
    seconds: mostly(fc.constantFrom(1, 30, 'never')),
    loud: mostly(fc.boolean()),
    pitch: mostly(fc.constantFrom('high', 'low')),
    first: mostly(RULE),
    rules: mostly(fc.array(RULE, { minLength: 1, maxLength: 2 })),
  },
  { requiredKeys: ['room', 'rules'] },
);

function mostly(sound: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: sound },
    fc.constantFrom(undefined, null, '', 0, true, [], {}),
  );
}

const RULE_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['event'],
  properties: { event: { type: 'string', description: 'an event', minLength: 1, maxLength: 4096 } },
};

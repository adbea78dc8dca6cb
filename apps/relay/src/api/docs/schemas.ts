import type { JsonSchema } from '#options';

/** A list in pages. */
export function pageOf(name: SchemaName): JsonSchema {
  return {
    type: 'object',
    required: ['items'],
    properties: {
      items: { type: 'array', items: refTo(name) },
      next: { type: 'string', description: 'The cursor of the next page; absent behind the last.' },
    },
  };
}

export function refTo(name: SchemaName): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const COUNT = { type: 'integer', minimum: 0 };
const TIME = { type: 'integer', description: 'Milliseconds since 1970.' };
const MEETINGS = ['met', 'suppressed', 'unmet', 'unjudged', 'no-rule'];
const COUNTS = { type: 'object', additionalProperties: COUNT };

function object(
  required: Readonly<Record<string, JsonSchema>>,
  optional: Readonly<Record<string, JsonSchema>> = {},
): JsonSchema {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
  };
}

/** A text for people. */
const WORDS = object({ en: TEXT, zh: TEXT });

/** `SourceAbout`. */
const ABOUT = object(
  {
    platform: WORDS,
    group: { type: 'string', enum: ['china', 'world', 'own'] },
    needs: { type: 'string', enum: ['nothing', 'program', 'key', 'sender', 'mapping'] },
    says: WORDS,
  },
  { via: WORDS, first: TEXTS, help: { type: 'object', additionalProperties: WORDS } },
);

const LEDGER = {
  received: COUNT,
  reported: COUNT,
  deadLettered: COUNT,
  waiting: COUNT,
  dropped: COUNTS,
  unaccounted: { type: 'integer' },
};

const IMPORTED = object({ created: TEXTS, changed: TEXTS, unchanged: TEXTS });

const TARGET_STATUS = object(
  {
    target: TEXT,
    state: TEXT,
    waiting: COUNT,
    failures: COUNT,
    control: object(
      { revision: COUNT, state: { type: 'string', enum: ['running', 'paused', 'held'] } },
      { at: TIME, by: TEXT },
    ),
  },
  {
    oldestAgeMs: COUNT,
    liveJob: TEXT,
    failing: TEXT,
    pausedReason: TEXT,
    pausedAt: TIME,
    nextAt: TIME,
    turnSince: TIME,
    reportedAt: TIME,
    answersWaiting: COUNT,
    answersAt: TIME,
    replies: COUNT,
    repliedAt: TIME,
  },
);

const BRIDGE_STATUS = object(
  { target: TEXT, bridge: TEXT, source: TEXT, ...LEDGER },
  {
    heldBy: TEXT,
    alsoHeldBy: TEXT,
    second: object(
      { source: TEXT },
      { since: TIME, reason: TEXT, refused: TEXT, refusedZh: TEXT, frameAt: TIME, eventAt: TIME },
    ),
    sourceSince: TIME,
    sourceReason: TEXT,
    sourceRefused: TEXT,
    sourceRefusedZh: TEXT,
    sourceWayOut: TEXT,
    sourceWayOutZh: TEXT,
  },
);

const LETTER = {
  id: TEXT,
  target: TEXT,
  bridge: TEXT,
  type: TEXT,
  receivedAt: TIME,
  at: TIME,
  code: TEXT,
  message: TEXT,
  requestId: TEXT,
};

/** What the API answers with, by name. A test holds real answers against them. */
export const SCHEMAS = {
  Problem: object(
    { type: TEXT, title: TEXT, status: { type: 'integer' }, detail: TEXT },
    {
      detailZh: TEXT,
      errors: {
        type: 'array',
        items: object({ detail: TEXT }, { pointer: TEXT, parameter: TEXT }),
      },
      imported: {
        ...IMPORTED,
        description: 'Of an import that something stopped: what was done before.',
      },
      left: { ...TEXTS, description: 'The names of those bridges that it did not come to.' },
    },
  ),
  Session: object(
    {
      role: { type: 'string', enum: ['operator', 'viewer'] },
      via: { type: 'string', enum: ['bearer', 'session', 'loopback'] },
    },
    { expiresAt: TIME },
  ),
  SessionLink: object({
    role: { type: 'string', enum: ['operator', 'viewer'] },
    code: TEXT,
    expiresAt: TIME,
  }),
  Status: object({
    at: TIME,
    totals: object(LEDGER),
    targets: { type: 'array', items: TARGET_STATUS },
    bridges: { type: 'array', items: BRIDGE_STATUS },
  }),
  Target: {
    allOf: [
      TARGET_STATUS,
      object(
        {
          project: TEXT,
          roomId: TEXT,
          bridges: { type: 'array', items: TEXT },
          deadLetters: COUNT,
          reports: {
            type: 'array',
            description: 'The last ones, the latest last.',
            items: object(
              { at: TIME, outcome: TEXT, events: COUNT, durationMs: COUNT },
              { latencyMs: COUNT },
            ),
          },
        },
        { jobId: TEXT },
      ),
    ],
  },
  Trail: object({
    events: {
      type: 'array',
      items: object(
        {
          target: TEXT,
          bridge: TEXT,
          at: TIME,
          type: TEXT,
          state: {
            type: 'string',
            enum: ['waiting', 'choosing', 'dropped', 'reported', 'dead', 'unknown'],
          },
        },
        {
          userId: TEXT,
          name: TEXT,
          text: TEXT,
          reason: { type: 'string', description: 'Why it was dropped, as in the ledger.' },
          asked: { ...COUNT, description: 'How many asked the same, where it was chosen.' },
          other: {
            ...object({ at: TIME }, { text: TEXT }),
            description: 'What it repeats, or what was chosen over it.',
          },
          meeting: {
            ...object(
              { kind: { type: 'string', enum: MEETINGS } },
              { rule: TEXT, replyMode: TEXT, byWindow: { type: 'integer' } },
            ),
            description: "Which of the room's rules it meets, by our reading of them.",
          },
          report: object({ at: TIME, events: COUNT }, { job: TEXT }),
        },
      ),
    },
    untold: { ...COUNT, description: 'Events that came faster than they are told.' },
    isKept: { type: 'boolean', description: 'Whether there is a trail.' },
    areWordsShown: { type: 'boolean', description: 'Whether with what viewers wrote.' },
  }),
  WhatIf: object(
    {
      events: COUNT,
      isSame: { type: 'boolean', description: 'The same is reported, in the same order.' },
      counts: {
        type: 'object',
        description: 'By what becomes of events: reported, or why they are not.',
        additionalProperties: object({ before: COUNT, after: COUNT }),
      },
      changed: {
        type: 'array',
        items: object(
          { at: TIME, bridge: TEXT, type: TEXT },
          { name: TEXT, text: TEXT, before: TEXT, after: TEXT, other: TEXT },
        ),
      },
      more: { ...COUNT, description: 'So many change and are not shown.' },
    },
    {
      from: TIME,
      until: TIME,
      untold: COUNT,
      isKept: { type: 'boolean', description: 'Whether there is a trail.' },
      hasWords: { type: 'boolean', description: 'Whether it keeps who and what.' },
      frames: COUNT,
      strangeLines: COUNT,
    },
  ),
  Answers: object({}, { job: TEXT, waiting: COUNT }),
  Cleared: object({ job: TEXT }, { cleared: COUNT }),
  Said: object({ job: TEXT }, { commandId: TEXT }),
  DeadLetter: object(LETTER),
  DeadLetterWithEvent: object({ ...LETTER, event: { type: 'object' } }),
  Count: object({ count: COUNT }),
  Replayed: object({ replayed: COUNT, left: COUNT }),
  Dropped: object({ dropped: COUNT }),
  Project: object({ name: TEXT, canList: { type: 'boolean' } }),
  Room: object({ roomId: TEXT }, { roomName: TEXT, roomState: TEXT, lastJobStatus: TEXT }),
  Job: object({ jobId: TEXT, hasReportUrl: { type: 'boolean' } }, { roomId: TEXT, state: TEXT }),
  Bridge: object(
    {
      name: TEXT,
      revision: COUNT,
      origin: { type: 'string', enum: ['file', 'api'] },
      wanted: { type: 'string', enum: ['running', 'paused'] },
      spec: { type: 'object', description: 'As it was written; a secret is {"sealed": true}.' },
      changedAt: TIME,
      changedBy: TEXT,
      shadowed: { type: 'boolean', description: 'The file has one of its name, which runs.' },
      problems: { type: 'array', items: object({ pointer: TEXT, detail: TEXT }) },
    },
    {
      cautions: {
        type: 'array',
        items: object({ pointer: TEXT, detail: TEXT }),
        description: 'Limits of its platform that are nearly reached; not in lists.',
      },
    },
  ),
  SentTestEvent: object({ target: TEXT }, { dropped: TEXT }),
  Imported: IMPORTED,
  SourceType: object({
    type: TEXT,
    about: ABOUT,
    inbound: { type: 'boolean' },
    schema: { type: 'object' },
  }),
  PlatformName: object({ type: TEXT, platform: WORDS }),
  Trial: object(
    {
      connected: { type: 'boolean' },
      frames: COUNT,
      events: { type: 'array', items: { type: 'object' } },
      ignored: COUNTS,
      notUnderstood: COUNTS,
    },
    { ended: TEXT, refused: TEXT, refusedZh: TEXT },
  ),
  AuditEntry: object(
    { id: TEXT, at: TIME, by: TEXT, via: TEXT, action: TEXT, subject: TEXT },
    { note: TEXT },
  ),
} as const satisfies Readonly<Record<string, JsonSchema>>;

export type SchemaName = keyof typeof SCHEMAS;

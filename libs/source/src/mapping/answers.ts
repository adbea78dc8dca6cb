import { Path } from './path/path.js';
import { RuleConditions } from './rules/rule-conditions.js';
import { namesIn, Template } from './template.js';
import type { Conditions } from './value.js';

/** What to do when a server says something: see {@link Answers}. */
export interface AnswerSpec {
  /** The conditions that the message must fulfil. */
  readonly when?: Conditions | undefined;
  /** In place of `when`: the exact text of the frame. */
  readonly text?: string | undefined;
  /** What to send: a text, a JSON value, or a list of them. */
  readonly send?: unknown;
  /** What the message means for the connection. @defaultValue nothing */
  readonly means?: AnswerMeaning | undefined;
}

/** The server has accepted us, wants us to come back, or refuses us. */
export type AnswerMeaning = (typeof ANSWER_MEANINGS)[number];
export const ANSWER_MEANINGS = ['ready', 'reconnect', 'refused'] as const;

export interface Answer {
  readonly send: readonly string[];
  readonly means: AnswerMeaning | undefined;
}

/** Answers a server that greets, pings or asks: the first spec that matches is sent. */
export class Answers {
  /** Whether a message of the server says that it has accepted us. */
  readonly waitsForWord: boolean;
  readonly #rules: readonly CompiledAnswer[];

  /** @param token gives the value of `{{token}}`, if one was fetched. */
  constructor(specs: readonly AnswerSpec[], token?: () => string | undefined) {
    this.waitsForWord = specs.some(({ means }) => means === 'ready');
    this.#rules = specs.map((spec) => compile(spec, token));
  }

  /**
   * @param text the frame.
   * @param message its content; `undefined` if it is not JSON.
   * @param frame what `$` stands for.
   */
  to(text: string, message: unknown, frame: unknown = message): Answer | undefined {
    for (const rule of this.#rules) {
      if (rule.fits(text, message, frame)) return rule.make(message, frame);
    }
    return undefined;
  }
}

interface CompiledAnswer {
  fits(text: string, message: unknown, frame: unknown): boolean;
  make(message: unknown, frame: unknown): Answer;
}

function compile(
  spec: AnswerSpec,
  token: () => string | undefined = () => undefined,
): CompiledAnswer {
  const { when, text, means } = spec;
  const sent = sentBy(spec.send);
  const templates = sent.map((one) => new Template(one));
  const paths = new Map(namesIn(sent).map((name) => [name, new Path(name)]));
  const make: CompiledAnswer['make'] = (message, frame) => {
    const lookup = (name: string): unknown => {
      const own = name === TOKEN ? token() : undefined;
      return own ?? paths.get(name)?.read(message, frame);
    };
    return { send: templates.map((template) => template.make(lookup)), means };
  };
  if (text !== undefined) return { fits: (said) => said === text, make };
  const conditions = new RuleConditions(when);
  const fits: CompiledAnswer['fits'] = (_, message, frame) => {
    return typeof message === 'object' && message !== null && conditions.hold(message, frame);
  };
  return { fits, make };
}

/** The texts and blocks to send; a single one may stand without a list. */
export function sentBy(send: unknown): readonly unknown[] {
  if (send === undefined) return [];
  return Array.isArray(send) ? (send as unknown[]) : [send];
}

/** The name of the fetched token, between its braces. */
export const TOKEN = 'token';

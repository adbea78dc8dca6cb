import { Path } from './path.js';
import { RuleConditions } from './rule-conditions.js';
import { namesIn, Template } from './template.js';
import type { Conditions } from './value.js';

/** What to do when a server says something: see {@link Answers}. */
export interface AnswerSpec {
  /** What the message must be like. */
  readonly when?: Conditions | undefined;
  /** In place of `when`: the whole frame, as it is written. */
  readonly text?: string | undefined;
  /** What is sent: a text, what JSON can hold, or a list of them. */
  readonly send?: unknown;
  /** What it means for the connection. @defaultValue nothing */
  readonly means?: AnswerMeaning | undefined;
}

/** The server has accepted us, wants us to come back, or does not want us. */
export type AnswerMeaning = (typeof ANSWER_MEANINGS)[number];
export const ANSWER_MEANINGS = ['ready', 'reconnect', 'refused'] as const;

export interface Answer {
  readonly send: readonly string[];
  readonly means: AnswerMeaning | undefined;
}

/** Answers a server that greets, pings or asks: the first spec that fits is sent. */
export class Answers {
  /** Whether a word of the server's says that it has accepted us. */
  readonly waitsForWord: boolean;
  readonly #rules: readonly CompiledAnswer[];

  /** @param token what `{{token}}` stands for, where one was fetched. */
  constructor(specs: readonly AnswerSpec[], token?: () => string | undefined) {
    this.waitsForWord = specs.some(({ means }) => means === 'ready');
    this.#rules = specs.map((spec) => compile(spec, token));
  }

  /**
   * @param text the frame.
   * @param message what it holds; `undefined` where it is no JSON.
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

/** A list of texts and blocks; one of them stands for itself. */
export function sentBy(send: unknown): readonly unknown[] {
  if (send === undefined) return [];
  return Array.isArray(send) ? (send as unknown[]) : [send];
}

/** The name of the token that was fetched, between its braces. */
export const TOKEN = 'token';

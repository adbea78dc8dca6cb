import type { NoticeKind } from '#config';

/** Something that goes wrong now. Holds no viewer's text, and no secret. */
export interface Trouble {
  readonly kind: NoticeKind;
  /** The bridge, the target or the role; '' where it concerns all. */
  readonly about: string;
  /** Of a target: the bridges that it has, since people know those by name. */
  readonly bridges?: readonly string[] | undefined;
  /** One of a closed set, or MetaStudio's code. */
  readonly reason?: string | undefined;
  /** What an operator can do; a sentence of ours. */
  readonly wayOut?: string | undefined;
  /** How many events wait, or were dropped. */
  readonly events?: number | undefined;
}

export function keyOf({ kind, about }: Pick<Trouble, 'kind' | 'about'>): string {
  return `${kind} ${about}`;
}

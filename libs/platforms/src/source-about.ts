/** A text for people, in the languages of the console. */
export type Words = Readonly<Record<'en' | 'zh', string>>;

/** What people are told of a source type: whoever adds a bridge, and whoever looks at its row. */
export interface SourceAbout {
  /** The platform that it reads, as people call it. */
  readonly platform: Words;
  /** Its group among the sources to pick from. */
  readonly group: 'china' | 'world' | 'own';
  /** What stands between the platform and the relay: a program, a page in a browser, a service. */
  readonly via?: Words;
  /** What the user must have to add it. */
  readonly needs: 'nothing' | 'program' | 'key' | 'sender' | 'mapping';
  /** Optional keys that most bridges of this type set: a form shows them at once. */
  readonly first?: readonly string[];
  /** What it needs, in a sentence. */
  readonly says: Words;
  /** What its page (docs/sources) says beside a key. */
  readonly help?: Readonly<Record<string, Words>>;
}

import { Composer, type CST, type Document, type ErrorCode, type YAMLError } from 'yaml';

/** More mistakes are not looked for: each costs an error with its trace, and a text may hold nothing else. */
const MISTAKES_MAX = 1000;

export interface Composed {
  readonly documents: readonly Document.Parsed[];
  /** The first mistakes of a text that has too many to be read on; else empty. */
  readonly tooMany: readonly YAMLError[];
}

/** Makes documents of parsed tokens. */
export function composed(tokens: readonly CST.Token[], length: number): Composed {
  const composer = new Composer(COMPOSE);
  const told = composer as unknown as Told;
  const tell = told.onError;
  let left = MISTAKES_MAX;
  told.onError = (...mistake) => {
    // Told before: of a document that has just begun the composer knows no other.
    tell(...mistake);
    if (--left === 0) throw TOO_MANY;
  };
  try {
    return { documents: [...composer.compose(soundPart(tokens), true, length)], tooMany: [] };
  } catch (error) {
    if (error !== TOO_MANY) throw error;
    const { errors, warnings } = composer.streamInfo();
    return { documents: [], tooMany: [...errors, ...warnings] };
  }
}

/** The tokens up to the last mistake of the parser that is told. */
function soundPart(tokens: readonly CST.Token[]): readonly CST.Token[] {
  let left = MISTAKES_MAX;
  const end = tokens.findIndex(({ type }) => type === 'error' && --left < 0);
  return end === -1 ? tokens : tokens.slice(0, end);
}

/** What a composer does with a mistake, of which its types say no more than that it is there. */
interface Told {
  onError: (source: unknown, code: ErrorCode, message: string, isWarning?: boolean) => void;
}

const TOO_MANY = new Error('A text has too many mistakes.');

const COMPOSE = {
  // Both would quote the file in messages, and the file may contain secrets.
  prettyErrors: false,
  logLevel: 'silent',
  uniqueKeys: false,
  resolveKnownTags: false,
} as const;

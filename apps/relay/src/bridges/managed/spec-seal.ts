import type { BridgeSpec, PlainJson } from '#bridge';
import { openText, sealText, type Secret } from '#secret';
import { isSecret, type SourceClasses } from './secret-places.js';
import {
  isPlainBlock,
  jsonPointer,
  mapSpec,
  markerOf,
  valueAt,
  type SpecPath,
} from './spec-paths.js';

/** What is wrong with one value of a spec. Never holds it. */
export interface SpecProblem {
  /** A JSON Pointer into the spec. */
  readonly pointer: string;
  readonly detail: string;
}

/** A spec that came through the API. */
export interface TakenSpec {
  /** With its secrets in the clear, to be compiled. */
  readonly plain: BridgeSpec;
  /** With its secrets sealed, as it is stored. */
  readonly stored: BridgeSpec;
  /** Pointers to secrets that stay as they were stored. */
  readonly kept: readonly string[];
  readonly problems: readonly SpecProblem[];
}

/**
 * Seals the secrets of bridges made through the API. A stored spec holds them sealed, each bound to
 * its bridge and place; a shown one holds neither them nor their sealed form.
 */
export class SpecSeal {
  readonly #key: Secret<Buffer> | undefined;
  readonly #sources: SourceClasses;
  /** Specs as they are shown, made once of each: lists show thousands. */
  readonly #shown = new WeakMap<BridgeSpec, BridgeSpec>();

  /** @param key 32 bytes; without one, nothing that is secret is taken. */
  constructor(key: Secret<Buffer> | undefined, sources: SourceClasses) {
    this.#key = key;
    this.#sources = sources;
  }

  /** @param before the stored spec that is changed. */
  take(spec: BridgeSpec, before: BridgeSpec | undefined): TakenSpec {
    const problems: SpecProblem[] = [];
    const kept: string[] = [];
    const plains = new Map<string, PlainJson>();
    const stored = mapSpec(spec as PlainJson, (value, path) => {
      const pointer = jsonPointer(path);
      const placed = this.#place(value, path, spec, before);
      if (typeof placed === 'string') {
        problems.push({ pointer, detail: placed });
        plains.set(pointer, null);
        return null;
      }
      if (markerOf(value)?.kind === 'kept') kept.push(pointer);
      plains.set(pointer, placed.plain);
      return placed.stored;
    });
    const plain = mapSpec(spec as PlainJson, (_, path) => plains.get(jsonPointer(path)) ?? null);
    return { plain: plain as BridgeSpec, stored: stored as BridgeSpec, kept, problems };
  }

  /** One value in both forms, or what is wrong with it. */
  #place(
    value: PlainJson,
    path: SpecPath,
    spec: BridgeSpec,
    before: BridgeSpec | undefined,
  ): { readonly plain: PlainJson; readonly stored: PlainJson } | string {
    const marker = markerOf(value);
    if (marker === undefined) {
      if (!isSecret(value, path, typeOf(spec), this.#sources))
        return { plain: value, stored: value };
      return this.#sealed(spec.name, path, value as string | number);
    }
    if (!mayBeSecret(path)) return 'must be a plain value: no secret belongs here';
    if (marker.kind === 'given') return this.#sealed(spec.name, path, marker.text);
    if (marker.kind !== 'kept') return MARKERS;
    const stored = valueAt(before as PlainJson | undefined, path);
    const old = stored === undefined ? undefined : markerOf(stored);
    if (stored === undefined || old?.kind !== 'sealed') return 'has no secret to keep';
    const plain = this.#open(spec.name, path, old.sealed);
    return plain === undefined ? OTHER_KEY : { plain, stored };
  }

  #sealed(bridge: string, path: SpecPath, plain: string | number) {
    const sealed = this.#seal(bridge, path, String(plain));
    return sealed === undefined ? NO_KEY : { plain, stored: { sealed } };
  }

  /** Opens the secrets of a stored spec, to compile it. */
  open(stored: BridgeSpec): {
    readonly plain: BridgeSpec;
    readonly problems: readonly SpecProblem[];
  } {
    const problems: SpecProblem[] = [];
    const plain = mapSpec(stored as PlainJson, (value, path) => {
      const marker = markerOf(value);
      if (marker?.kind !== 'sealed') return value;
      const text = this.#open(stored.name, path, marker.sealed);
      if (text === undefined) problems.push({ pointer: jsonPointer(path), detail: OTHER_KEY });
      return text ?? null;
    });
    return { plain: plain as BridgeSpec, problems };
  }

  /** A spec, from the file or stored, as the API shows it. */
  show(spec: BridgeSpec): BridgeSpec {
    const before = this.#shown.get(spec);
    if (before !== undefined) return before;
    const type = typeOf(spec);
    const shown = mapSpec(spec as PlainJson, (value, path) => {
      const isHidden = markerOf(value) !== undefined || isSecret(value, path, type, this.#sources);
      return isHidden ? { sealed: true } : value;
    }) as BridgeSpec;
    this.#shown.set(spec, shown);
    return shown;
  }

  #seal(bridge: string, path: SpecPath, text: string): string | undefined {
    return this.#key === undefined ? undefined : sealText(this.#key, placeOf(bridge, path), text);
  }

  #open(bridge: string, path: SpecPath, sealed: string): string | undefined {
    return this.#key === undefined ? undefined : openText(this.#key, placeOf(bridge, path), sealed);
  }
}

function placeOf(bridge: string, path: SpecPath): string {
  return `bridge ${bridge} ${jsonPointer(path)}`;
}

function typeOf({ source }: BridgeSpec): PlainJson | undefined {
  return isPlainBlock(source) ? source['type'] : undefined;
}

function mayBeSecret([block, key]: SpecPath): boolean {
  if (block === 'target') return key === 'reportUrl';
  return block === 'source' && key !== undefined && key !== 'type' && key !== 'mapping';
}

const NO_KEY =
  'is a secret, which is stored sealed alone: set RELAY_STATE_KEY (32 random bytes, openssl rand ' +
  '-hex 32) for every process, or name a variable of the environment: ${RELAY_SECRET_…}';
const OTHER_KEY = 'is sealed with another RELAY_STATE_KEY than that of this process: give it anew';
const MARKERS = 'must be { "sealed": true }, which keeps the secret, or { "$secret": a text }';

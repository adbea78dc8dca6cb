import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask, ApiError } from '../api/client.js';
import type { BridgeView, SourceTypeView } from '../api/contract.js';
import { bridgeOf } from '../api/actions.js';
import { untilAnswered } from '../ui/looks.js';
import type { KeyOf } from '../api/once-keys.js';
import { fieldOf, type FieldSchema } from '../forms/field-kind.js';
import type { Draft } from '../forms/draft.js';
import { t } from '../texts/page-texts.js';
import { Icon } from '../ui/icons.js';
import { addressOf } from '../ui/route.js';
import { BridgeForm } from './bridge-form.js';
import { SourcePicker } from './source-picker.js';
import '../forms/forms.css';
import './add.css';

/** A kind of source, as the API tells it. */
export interface SourceType extends Omit<SourceTypeView, 'schema'> {
  readonly schema: FieldSchema;
}

interface Known {
  readonly types: ReadonlyMap<string, SourceType>;
  readonly bridge: FieldSchema;
  /** The bridge that is changed; absent when a new one is added. */
  readonly view?: BridgeView | undefined;
}

/**
 * Adds or changes a bridge: picks the chat and the room, and shows a preview before it is saved.
 */
export function AddPage({ name }: { readonly name?: string | undefined }) {
  const known = useSignal<Known | undefined>(undefined);
  const problem = useSignal('');
  const type = useSignal('');
  useEffect(() => {
    return untilAnswered(
      async (gone) => learn(name, gone),
      (learnt) => {
        known.value = learnt;
        type.value = typeOf(learnt.view);
      },
      (says) => (problem.value = says),
    );
  }, [name]);
  const words = t().add;
  const back =
    name === undefined ? ({ page: 'bridges' } as const) : ({ page: 'bridge', name } as const);
  const picked = known.value?.types.get(type.value);
  return (
    <>
      <a class="back" href={addressOf(back)}>
        <Icon name="back" />
        {name ?? t().nav.bridges}
      </a>
      <section class="card add">
        <h1>{name === undefined ? words.heading : words.changeHeading(name)}</h1>
        {problem.value !== '' && <p class="problem">{problem.value}</p>}
        {known.value !== undefined && picked === undefined && (
          <>
            <p class="muted">{words.pick}</p>
            <SourcePicker
              types={[...known.value.types.values()]}
              pick={(one) => (type.value = one)}
            />
          </>
        )}
        {known.value !== undefined && picked !== undefined && (
          <BridgeForm
            key={picked.type}
            source={picked}
            schema={known.value.bridge}
            view={known.value.view}
            again={() => (type.value = '')}
          />
        )}
      </section>
    </>
  );
}

async function learn(name: string | undefined, signal: AbortSignal): Promise<Known> {
  const [{ items }, bridge, view] = await Promise.all([
    ask<{ items: SourceType[] }>('source-types', { signal }),
    ask<object>('bridge-schema', { signal }),
    name === undefined ? undefined : bridgeOf(name, signal),
  ]);
  return {
    types: new Map(items.map((one) => [one.type, one])),
    bridge: fieldOf(bridge as never),
    view,
  };
}

function typeOf(view: BridgeView | undefined): string {
  const source = view?.spec.source as { readonly type?: unknown } | undefined;
  return typeof source?.type === 'string' ? source.type : '';
}

/** @throws {ApiError} */
export async function keep(
  spec: Draft,
  view: BridgeView | undefined,
  keyOf: KeyOf,
): Promise<BridgeView> {
  const once = { 'idempotency-key': keyOf(spec) };
  if (view === undefined) {
    return ask<BridgeView>('bridges', { method: 'POST', body: spec, headers: once });
  }
  return ask<BridgeView>(`bridges/${encodeURIComponent(view.name)}`, {
    method: 'PUT',
    body: spec,
    headers: { 'if-match': `"${view.revision}"`, ...once },
  });
}

export function errorsOf(error: unknown): ApiError['errors'] {
  if (!(error instanceof ApiError)) return [];
  // The request of a trial holds the spec under the key `spec`, which the form's pointers lack.
  return error.errors.map(({ pointer = '', detail }) => {
    return { pointer: pointer.replace(/^\/spec(?=\/|$)/u, ''), detail };
  });
}

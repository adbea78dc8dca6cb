import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../api/client.js';
import { bridgeOf } from '../api/actions.js';
import { untilAnswered } from '../ui/looks.js';
import type { BridgeView } from '../api/contract.js';
import { BlockFields, type Form } from '../forms/fields.js';
import { withValueAt, type Draft } from '../forms/draft.js';
import { fieldOf, type FieldSchema } from '../forms/field-kind.js';
import { t } from '../texts/page-texts.js';
import { Icon } from '../ui/icons.js';
import { addressOf } from '../ui/route.js';
import { Preview, PREVIEWED } from './preview.js';
import '../forms/forms.css';
import './add.css';

/**
 * The filters and choosing of a bridge of the file. The user tries them on the events of the last
 * ten minutes, and then copies them into the file by hand.
 */
export function FiltersPage({ name }: { readonly name: string }) {
  const schema = useSignal<FieldSchema | undefined>(undefined);
  const view = useSignal<BridgeView | undefined>(undefined);
  const draft = useSignal<Draft>({});
  const problem = useSignal('');
  const words = t().preview;
  useEffect(() => {
    return untilAnswered(
      async (signal) =>
        Promise.all([ask<object>('bridge-schema', { signal }), bridgeOf(name, signal)]),
      ([known, found]) => {
        schema.value = partOf(fieldOf(known as never));
        draft.value = found.spec;
        view.value = found;
      },
      (says) => (problem.value = says),
    );
  }, [name]);
  const form: Form = {
    draft: draft.value,
    problems: [],
    change: (path, value) => (draft.value = withValueAt(draft.value, path, value)),
  };
  return (
    <>
      <a class="back" href={addressOf({ page: 'bridge', name })}>
        <Icon name="back" />
        {name}
      </a>
      <section class="card add">
        <h1>{words.heading(name)}</h1>
        <p class="muted">{words.ofFile}</p>
        {problem.value !== '' && <p class="problem">{problem.value}</p>}
        {view.value !== undefined && schema.value !== undefined && (
          <div class="bridge-form">
            <div class="fields">
              <BlockFields form={form} path={[]} schema={schema.value} />
            </div>
            <Preview draft={draft.value} view={view.value} isOfFile />
          </div>
        )}
      </section>
    </>
  );
}

/** The fields of the keys that can be tried, none of them behind "more". */
function partOf({ properties = {}, ...schema }: FieldSchema): FieldSchema {
  const known = PREVIEWED.filter((key) => properties[key] !== undefined);
  const own = Object.fromEntries(known.map((key) => [key, properties[key]!]));
  return { ...schema, properties: own, required: known };
}

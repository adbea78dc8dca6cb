import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { BridgeView } from '../api/contract.js';
import { onceKeys } from '../api/once-keys.js';
import { BlockFields, Field, type Form } from '../forms/fields.js';
import {
  isAbout,
  isBlock,
  placeText,
  pointerOf,
  valueAt,
  withValueAt,
  type Draft,
} from '../forms/draft.js';
import type { FieldSchema } from '../forms/field-kind.js';
import { toldText } from '../forms/told-text.js';
import { roomProblem, unplacedOf } from '../forms/unplaced.js';
import { t } from '../texts/page-texts.js';
import { problemText } from '../texts/problem-text.js';
import { said } from '../texts/platforms.js';
import { isFocusLost } from '../ui/focus.js';
import { tell } from '../ui/notices.js';
import { go } from '../ui/route.js';
import { errorsOf, keep, type SourceType } from './add-page.js';
import { Preview } from './preview.js';
import { DEFAULT_PROJECT, RoomPicker } from './room-picker.js';
import { focusOnUnreadable, focusOnWrong } from '../forms/focus-on-wrong.js';
import { suggestedName } from './suggested-name.js';
import { TrialBox } from './trial.js';
import { Way } from './way.js';

interface BridgeFormProps {
  readonly source: SourceType;
  readonly schema: FieldSchema;
  readonly view: BridgeView | undefined;
  readonly again: () => void;
}

/** The form for a bridge of one source type: the required keys, and the optional ones. */
export function BridgeForm({ source, schema, view, again }: BridgeFormProps) {
  const { type, about } = source;
  const { form, refused } = useForm(view?.spec ?? { source: { type } }, view !== undefined);
  const words = t().add;
  const element = useRef<HTMLDivElement>(null);
  // The tile that was clicked had the focus and is removed.
  useLayoutEffect(() => {
    if (isFocusLost()) element.current?.querySelector<HTMLElement>('.fields input')?.focus();
  }, []);
  return (
    <div class="bridge-form" ref={element}>
      <div class="picked">
        <strong>{said(about.platform)}</strong>
        <code>{type}</code>
        <span class="muted">{said(about.says)}</span>
        <Way about={about} />
        {view === undefined && (
          <button type="button" class="quiet" onClick={again}>
            {words.otherSource}
          </button>
        )}
      </div>
      <Part heading={words.source}>
        <BlockFields
          form={{ ...form, help: helpOf(about) }}
          path={['source']}
          schema={source.schema}
          first={about.first}
        />
      </Part>
      <Part heading={words.room}>
        <Target form={form} />
      </Part>
      <Part heading={words.name}>
        {view === undefined && (
          <Field
            form={{ ...form, help: { name: words.nameHelp } }}
            path={['name']}
            schema={schema.properties?.['name'] ?? {}}
            isRequired
          />
        )}
        <BlockFields form={form} path={[]} schema={schema} without={['name', 'source', 'target']} />
      </Part>
      <Unplaced problems={unplacedOf(form.problems, schema, source.schema)} />
      <FormEnd draft={form.draft} view={view} isInbound={source.inbound} refused={refused} />
    </div>
  );
}

/** What is said beside the keys of a source. */
function helpOf({ help = {} }: SourceType['about']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(help).map(([key, words]) => [key, said(words)]));
}

/** The spec being written, and the problems that the relay found in it. */
function useForm(begin: Draft, isNamedAlready: boolean) {
  const draft = useSignal<Draft>(begin);
  const isNamed = useSignal(isNamedAlready);
  const problems = useSignal<ReturnType<typeof errorsOf>>([]);
  const change: Form['change'] = (path, value) => {
    let next = withValueAt(draft.value, path, value);
    if (path[0] === 'name') isNamed.value = value !== undefined;
    else if (!isNamed.value) next = { ...next, name: suggestedName(next) };
    const isRenamed = next['name'] !== draft.value['name'];
    draft.value = next;
    // The relay checked the previous value: its problems no longer apply.
    const place = pointerOf(path);
    problems.value = problems.value.filter(
      (found) => !isAbout(place, found) && !(isRenamed && found.pointer === pointerOf(['name'])),
    );
  };
  const form: Form = { draft: draft.value, problems: problems.value, change };
  const refused = (error: unknown): void => {
    problems.value = errorsOf(error);
  };
  return { form, refused };
}

/** What is wrong with the whole, and stands beside no field. */
function Unplaced({ problems }: { readonly problems: Form['problems'] }) {
  return (
    <>
      {problems.map(({ pointer = '', detail }) => (
        <p key={`${pointer} ${detail}`} class="problem" role="alert">
          {unplacedText(pointer, toldText(detail, '', false))}
        </p>
      ))}
    </>
  );
}

/** A limit concerns the source as a whole; of anything else the key is named. */
function unplacedText(pointer: string, says: string): string {
  return ['', '/source'].includes(pointer) ? says : t().ofKey(placeText(pointer), says);
}

interface FormEndProps {
  readonly draft: Draft;
  readonly view: BridgeView | undefined;
  readonly isInbound: boolean;
  readonly refused: (error: unknown) => void;
}

/** The end of the form: try the source, preview the change, save it. */
function FormEnd({ draft, view, isInbound, refused }: FormEndProps) {
  const failure = useSignal('');
  const isBusy = useSignal(false);
  const keyOf = useMemo(onceKeys, []);
  const words = t().add;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    failure.value = focusOnUnreadable() ? words.seeFields : '';
    if (failure.value !== '') return;
    isBusy.value = true;
    try {
      const { name } = await keep(draft, view, keyOf);
      tell(view === undefined ? words.added(name) : words.changed(name));
      go({ page: 'bridge', name });
    } catch (error) {
      refused(error);
      failure.value = errorsOf(error).length === 0 ? problemText(error) : words.seeFields;
      focusOnWrong();
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="form-end" noValidate onSubmit={(event) => void save(event)}>
      {isInbound ? (
        <p class="muted">{words.inbound(`${location.origin}/ingest/${nameOf(draft)}`)}</p>
      ) : (
        <TrialBox spec={trialSpec(draft)} bridge={view?.name} refused={refused} />
      )}
      {view !== undefined && <Preview draft={draft} view={view} />}
      {failure.value !== '' && (
        <p class="problem" role="alert">
          {failure.value}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy.value}>
        {view === undefined ? words.save : words.saveChange}
      </button>
    </form>
  );
}

function Part(props: { readonly heading: string; readonly children: preact.ComponentChildren }) {
  return (
    <section class="part">
      <h2>{props.heading}</h2>
      <div class="fields">{props.children}</div>
    </section>
  );
}

function Target({ form }: { readonly form: Form }) {
  const target = valueAt(form.draft, ['target']);
  const { project = DEFAULT_PROJECT, roomId = '' } = isBlock(target) ? target : {};
  return (
    <RoomPicker
      project={String(project)}
      roomId={String(roomId)}
      problem={roomProblem(form.problems)?.detail}
      pick={(nextProject, nextRoom) => {
        const rest = isBlock(target) ? target : {};
        const room = nextRoom === '' ? undefined : nextRoom;
        const of = nextProject === DEFAULT_PROJECT ? undefined : nextProject;
        const next = Object.entries({ ...rest, project: of, roomId: room }).filter(
          ([, value]) => value !== undefined,
        );
        form.change(['target'], next.length === 0 ? undefined : Object.fromEntries(next));
      }}
    />
  );
}

/** A source can be tried before a room is picked. */
function trialSpec({ target, ...draft }: Draft): Draft {
  const room = { roomId: 'none-yet', ...(isBlock(target) ? target : {}) };
  return { target: room, name: 'trial', ...draft };
}

function nameOf({ name }: Draft): string {
  return typeof name === 'string' ? name : '…';
}

import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { ask } from '../api/client.js';
import { untilAnswered } from '../ui/looks.js';
import type { ShownRoom } from '../api/contract.js';
import { toldText } from '../forms/told-text.js';
import { t } from '../texts/page-texts.js';
import { useTypedAnswer } from '../ui/typed-answer.js';

interface Project {
  readonly name: string;
  readonly canList: boolean;
}

const ROOMS_MAX = 50;
/** The project of a bridge that names none. */
export const DEFAULT_PROJECT = 'default';

/** The live room of MetaStudio that events go to: from its list, or by its id. */
export function RoomPicker(props: {
  readonly project: string;
  readonly roomId: string;
  readonly problem: string | undefined;
  readonly pick: (project: string, roomId: string) => void;
}) {
  const { project, roomId, problem, pick } = props;
  const id = useId();
  const words = t().add;
  const projects = useSignal<readonly Project[]>([]);
  const wanted = useSignal('');
  useEffect(() => {
    return untilAnswered(
      async (signal) => ask<{ items: Project[] }>('projects', { signal }),
      ({ items }) => (projects.value = items),
    );
  }, []);
  const known = projects.value.find(({ name }) => name === project);
  // Not every configuration has one of that name: then a bridge that names none goes nowhere.
  const instead =
    project === DEFAULT_PROJECT && known === undefined ? projects.value[0]?.name : undefined;
  useEffect(() => {
    if (instead !== undefined) pick(instead, roomId);
  }, [instead]);
  return (
    <div class="fields">
      {projects.value.length > 1 && (
        <div class="field">
          <label for={`${id}-project`}>{words.project}</label>
          <select
            id={`${id}-project`}
            value={project}
            onChange={({ currentTarget: { value } }) => pick(value, '')}
          >
            {projects.value.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      {known?.canList === true && (
        <div class="field">
          <label for={`${id}-search`}>{words.roomSearch}</label>
          <input
            id={`${id}-search`}
            type="search"
            autocomplete="off"
            value={wanted.value}
            onInput={({ currentTarget: { value } }) => (wanted.value = value)}
          />
          <RoomList
            key={project}
            project={project}
            wanted={wanted.value}
            roomId={roomId}
            pick={pick}
          />
        </div>
      )}
      <RoomId
        roomId={roomId}
        isListed={known?.canList === true}
        problem={problem}
        pick={(next) => pick(project, next)}
      />
    </div>
  );
}

function RoomId(props: {
  readonly roomId: string;
  readonly isListed: boolean;
  readonly problem: string | undefined;
  readonly pick: (roomId: string) => void;
}) {
  const { roomId, isListed, problem, pick } = props;
  const id = useId();
  const words = t().add;
  const missing = isListed ? words.roomMissing : words.roomIdAlone;
  const wrong = roomId === '' ? missing : wrongRoom(problem ?? '');
  return (
    <div class="field">
      <label for={id}>
        {words.roomId}
        <span class="needed"> *</span>
      </label>
      <input
        id={id}
        type="text"
        spellcheck={false}
        autocomplete="off"
        value={roomId}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-help`}
        onInput={({ currentTarget: { value } }) => pick(value.trim())}
      />
      {problem === undefined ? (
        <p id={`${id}-help`} class="help">
          {isListed ? words.roomIdHelp : words.roomIdAlone}
        </p>
      ) : (
        <p id={`${id}-help`} class="help problem" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

function wrongRoom(told: string): string {
  return told.startsWith('must be an id') ? t().add.roomWrong : toldText(told, '', false);
}

function RoomList(props: {
  readonly project: string;
  readonly wanted: string;
  readonly roomId: string;
  readonly pick: (project: string, roomId: string) => void;
}) {
  const { project, wanted, roomId, pick } = props;
  const query = new URLSearchParams({ project, limit: String(ROOMS_MAX) });
  if (wanted.trim() !== '') query.set('roomName', wanted.trim());
  const { answer, problem } = useTypedAnswer(`rooms?${query}`, async (at, signal) =>
    ask<{ items: readonly ShownRoom[]; next?: string }>(at, { signal }),
  );
  const words = t().add;
  if (problem !== '') return <p class="help problem">{problem}</p>;
  if (answer === undefined) return <p class="help">{words.roomsAsked}</p>;
  if (answer.items.length === 0) return <p class="help">{words.noRooms}</p>;
  return (
    <div role="radiogroup" aria-label={words.room}>
      <ul class="rooms">
        {answer.items.map((room) => (
          <li key={room.roomId}>
            <label class="room">
              <input
                type="radio"
                name="room"
                checked={room.roomId === roomId}
                onChange={() => pick(project, room.roomId)}
              />
              <span class="room-name">
                <bdi>{room.roomName ?? room.roomId}</bdi>
              </span>
              <span class={room.lastJobStatus === 'PROCESSING' ? 'live' : 'muted'}>
                {words.jobStates[room.lastJobStatus ?? ''] ?? words.noJob}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {answer.next !== undefined && <p class="help">{words.moreRooms}</p>}
    </div>
  );
}

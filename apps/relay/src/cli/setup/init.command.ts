import { loadConfig, type ConfigResult, type Environment } from '#config';
import { CredentialError, MetaStudioCallError } from '#metastudio';
import { FIRST_SOURCES } from '#platforms';
import { initFile, outranked, type InitAnswers } from '../../init/init-file.js';
import { InitFiles, InitFilesError } from '../../init/init-files.js';
import { askRow } from '../../init/ask-row.js';
import { INIT_WORDS, type InitWords } from '../../init/init-words.js';
import { refusalIn } from '../../init/refusal.js';
import { NoAnswerError, Questions } from '../../init/questions.js';
import { currentFolder, readDotEnv } from '../../process/environment.js';
import { quietAccess } from '../../projects/access/quiet-access.js';
import type { CliCommand, CliContext, CliOptions } from '../context/cli-context.js';
import { configOption } from '../context/config-option.js';
import { EXIT, type ExitCode } from '../context/exit-code.js';
import { shownText } from '../../listing/shown-text.js';
import { writeLines } from '../terminal/write-lines.js';

const ROOMS_SHOWN_MAX = 50;
/** Stands for what is not asked yet. */
const PENDING = 'pending';
/** Makes a configuration whole, of which the project alone is used. */
const NO_BRIDGE_YET = { platform: FIRST_SOURCES.at(-1)!, place: PENDING, roomId: PENDING };

/** `init`: asks for what a first configuration needs, and writes it. */
export const initCommand: CliCommand = {
  name: 'init',
  summary: 'ask what a first configuration needs, try the keys, and write relay.yaml and .env',
  details: `It asks for region, project, keys, platform and live room, tries the keys at once and lists the project's
rooms. What a flag gives is not asked, unless it is refused; keys are also taken from HUAWEICLOUD_SDK_AK and
HUAWEICLOUD_SDK_SK, where no other program of this machine can read them. relay.yaml holds no secret; .env (mode 600) does.

Exit codes: 0 the files are written; 1 they are not, and it says why; 2 a wrong option.`,
  examples: [
    'live-relay init --language zh',
    'live-relay init --region cn-north-4 --project-id 0123… --platform douyinlive --place ws://127.0.0.1:1088/ws/123456 --room 24bad716-87b1-45e5-8912-6102f7693265',
  ],
  options: [
    ['--language <language>', 'zh or en (default: that of LANG)'],
    ['--region <region>', 'such as cn-north-4'],
    ['--endpoint <address>', 'of MetaStudio, in place of the region'],
    ['--project-id <id>', 'the project of the region'],
    ['--access-key <key>', 'the access key (AK)'],
    ['--secret-key <key>', 'the secret key (SK); better in HUAWEICLOUD_SDK_SK'],
    ['--platform <type>', FIRST_SOURCES.map(({ type }) => type).join(', ')],
    ['--place <place>', 'address of the tool, channel or room number at the platform'],
    ['--room <id>', "MetaStudio's live room"],
    ['--force', 'write relay.yaml anew'],
  ],
  run: async (options, context) => {
    const language = languageOf(options, context.environment);
    if (language === undefined) {
      await writeLines(context.stderr, ['--language takes zh or en']);
      return EXIT.unusable;
    }
    const words: InitWords = INIT_WORDS[language];
    const questions = new Questions(context.stdin, context.stderr, context.stopped);
    try {
      return await init(options, context, words, questions);
    } catch (error) {
      const problem = problemOf(error, words);
      if (problem === undefined) throw error;
      await writeLines(context.stderr, [problem]);
      return EXIT.failed;
    } finally {
      questions.close();
    }
  },
};

async function init(
  options: CliOptions,
  context: CliContext,
  words: InitWords,
  questions: Questions,
): Promise<ExitCode> {
  const { config: file } = options;
  const files = new InitFiles(file);
  if (files.exists && options['force'] !== true) {
    await writeLines(context.stderr, [`${file} ${words.exists}`]);
    return EXIT.failed;
  }
  // Checked before the seven questions are asked.
  files.try();
  const language = words === INIT_WORDS.zh ? 'zh' : 'en';
  const { account, rooms } = await askGoodAccount(options, context, words, questions);
  const platform = await askPlatform(options, words, questions, language);
  await context.sources.load([platform.type]);
  const fits = (place: string): boolean => {
    const answers = { ...account, platform, place, roomId: PENDING };
    return platform.shape.test(place) && configOf(answers, context).ok;
  };
  const place = await questions.ask(platform.asks[language], {
    fits,
    wrong: words.wrong,
    given: textOf(options['place']),
    byDefault: platform.byDefault,
  });
  const roomId = await askRoom(rooms, options, words, questions);
  const answers = { ...account, platform, place, roomId };
  await checked(answers, context);
  files.write(answers, words.made);
  const exported = outranked(context.exported ?? {}, answers);
  // The .env that was written may be that of the current folder: then it says the same.
  const here = outranked(readDotEnv(currentFolder() ?? files.folder).variables, answers);
  await writeLines(context.stderr, [
    ...exported.map((name) => words.outranked + words.colon + name),
    ...here.map((name) => words.outrankedHere + words.colon + name),
  ]);
  const option = configOption(file, context.environment);
  const next = words.next.replaceAll(/live-relay [a-z]+/gu, (command) => command + option);
  await writeLines(context.stdout, [`${words.written}${words.colon}${file}, .env`, next]);
  return EXIT.ok;
}

type Account = Omit<InitAnswers, 'platform' | 'place' | 'roomId'>;

interface Room {
  readonly roomId: string;
  readonly name: string;
}

/** Tries what was given at once, by listing the rooms. What is refused is asked again, where anybody is asked. */
async function askGoodAccount(
  options: CliOptions,
  context: CliContext,
  words: InitWords,
  questions: Questions,
): Promise<{ readonly account: Account; readonly rooms: readonly Room[] }> {
  let before: Account | undefined;
  for (;;) {
    const asked = questions.asked;
    const account = await askAccount(options, context, words, questions, before);
    before = account;
    try {
      return { account, rooms: await listRooms(account, context, words, questions) };
    } catch (error) {
      if (questions.left.aborted) throw new NoAnswerError();
      const problem = problemOf(error, words);
      if (problem === undefined || questions.asked === asked) throw error;
      await writeLines(context.stderr, [problem]);
    }
  }
}

async function askAccount(
  options: CliOptions,
  { environment }: CliContext,
  words: InitWords,
  questions: Questions,
  before: Account | undefined,
): Promise<Account> {
  const ask = async (
    option: string | undefined,
    question: string,
    shape: RegExp,
    more: { readonly byDefault?: string | undefined; readonly isSecret?: boolean } = {},
  ): Promise<string> => {
    // What a flag or a variable gives may be what was refused.
    const given = before === undefined ? option : undefined;
    const fits = (answer: string): boolean => shape.test(answer);
    return questions.ask(question, { fits, wrong: words.wrong, given, ...more });
  };
  const endpoint = textOf(options['endpoint']);
  const region =
    endpoint === undefined
      ? await ask(textOf(options['region']), words.region, REGION, {
          byDefault: before?.region ?? 'cn-north-4',
        })
      : undefined;
  const { HUAWEICLOUD_SDK_AK: ak, HUAWEICLOUD_SDK_SK: sk } = environment;
  const { METASTUDIO_PROJECT_ID: id } = environment;
  return {
    region,
    endpoint,
    projectId: await ask(textOf(options['projectId'] ?? id), words.projectId, ID, {
      byDefault: before?.projectId,
    }),
    accessKey: await ask(textOf(options['accessKey'] ?? ak), words.accessKey, KEY, {
      byDefault: before?.accessKey,
    }),
    secretKey: await ask(textOf(options['secretKey'] ?? sk), words.secretKey, KEY, {
      isSecret: true,
    }),
  };
}

async function askPlatform(
  options: CliOptions,
  words: InitWords,
  questions: Questions,
  language: 'en' | 'zh',
) {
  const wanted = textOf(options['platform']);
  const given = FIRST_SOURCES.find(({ type }) => type === wanted);
  if (given !== undefined) return given;
  if (wanted !== undefined) questions.refuse(words.platform, words.wrong);
  const rows = FIRST_SOURCES.map(({ name, type }) => `${name[language]} — ${type}`);
  return FIRST_SOURCES[Number(await askRow(words.platform, rows, words, questions))]!;
}

/** Lists the rooms, which tries the keys; one more than are shown, where there are more. */
async function listRooms(
  account: Account,
  context: CliContext,
  words: InitWords,
  { left }: Questions,
): Promise<Room[]> {
  const { stderr, stopped } = context;
  const signal = AbortSignal.any([stopped, left]);
  await writeLines(stderr, [words.trying]);
  const { projects, process } = await checked({ ...account, ...NO_BRIDGE_YET }, context);
  const access = quietAccess([...projects.values()][0]!, process.proxy);
  const rooms: Room[] = [];
  try {
    const listed = access.client!.listSmartLiveRooms({ limit: ROOMS_SHOWN_MAX + 1 }, { signal });
    for await (const { roomId, roomName } of listed) {
      rooms.push({ roomId, name: shownText(roomName) ?? '' });
      if (rooms.length > ROOMS_SHOWN_MAX) break;
    }
  } finally {
    await access.close();
  }
  return rooms;
}

async function askRoom(
  rooms: readonly Room[],
  options: CliOptions,
  words: InitWords,
  questions: Questions,
): Promise<string> {
  const given = textOf(options['room']);
  if (given !== undefined && ID.test(given)) return given;
  if (given !== undefined) questions.refuse(words.room, words.wrong);
  if (rooms.length === 0) throw new InitError(words.noRooms);
  const rows = rooms.slice(0, ROOMS_SHOWN_MAX).map(({ roomId, name }) => `${name} — ${roomId}`);
  const other = rows.length < rooms.length ? ROOM_ID : undefined;
  const chosen = await askRow(words.room, rows, words, questions, other);
  return typeof chosen === 'string' ? chosen : rooms[chosen]!.roomId;
}

/** Checks the configuration that the answers make. */
async function checked(answers: InitAnswers, context: CliContext) {
  await context.sources.load([answers.platform.type]);
  const result = configOf(answers, context);
  if (result.ok) return result.config;
  throw new InitError(result.problems.map(({ path, message }) => `${path} ${message}`).join('\n'));
}

/** Whether the configuration that the answers make is one. The source type is loaded. */
function configOf(answers: InitAnswers, { sources, environment }: CliContext): ConfigResult {
  const { projectId, accessKey, secretKey } = answers;
  return loadConfig({
    text: initFile(answers),
    environment: {
      ...environment,
      METASTUDIO_PROJECT_ID: projectId,
      HUAWEICLOUD_SDK_AK: accessKey,
      HUAWEICLOUD_SDK_SK: secretKey,
    },
    sources,
  });
}

/** Why no file was written; a sentence. */
class InitError extends Error {}

function problemOf(error: unknown, words: InitWords): string | undefined {
  if (error instanceof InitError) return error.message;
  if (error instanceof InitFilesError) return words.unwritable + words.colon + error.message;
  if (error instanceof NoAnswerError) return `${words.missing}${words.colon}live-relay init --help`;
  const isRefused = error instanceof MetaStudioCallError || error instanceof CredentialError;
  return isRefused ? refusalIn(words, error) : undefined;
}

function languageOf(
  { language }: CliOptions,
  { LC_ALL, LANG }: Environment,
): 'en' | 'zh' | undefined {
  if (language === 'zh' || language === 'en') return language;
  if (language !== undefined) return undefined;
  return ((LC_ALL ?? '') || (LANG ?? '')).startsWith('zh') ? 'zh' : 'en';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

const REGION = /^[a-z]{2}-[a-z]{2,16}-\d{1,3}$/u;
const ID = /^[\w-]{1,64}$/u;
const KEY = /^[!-~]{1,256}$/u;
/** No number of a row that is not there. */
const ROOM_ID = /^(?=.*[^\d])[\w-]{8,64}$/u;

import type { NoticeKind } from '#config';
import { timeInUnit } from '../listing/time-unit.js';

/** The texts of notices in one language. */
export interface NoticeWords {
  readonly begun: Readonly<Record<NoticeKind, (about: string) => string>>;
  readonly over: Readonly<Record<NoticeKind, (about: string) => string>>;
  /** Nothing was mended, and there is nothing to do. */
  readonly moot: (about: string) => string;
  /** A target: its bridges by name, and its id. */
  readonly target: (bridges: readonly string[], id: string) => string;
  readonly reason: (reason: string) => string;
  readonly events: (kind: NoticeKind, count: number) => string;
  readonly lasts: (ms: number) => string;
  readonly lasted: (ms: number) => string;
  readonly more: (count: number) => string;
  readonly look: string;
  /** Between two sentences. */
  readonly gap: string;
  readonly test: string;
}

export const WORDS: Readonly<Record<'zh' | 'en', NoticeWords>> = {
  en: {
    begun: {
      'source-lost': (about) => `The source of ${about} is not connected.`,
      'source-deaf': (about) => `The source of ${about} is connected and hears nothing.`,
      'redundancy-lost': (about) =>
        about === ''
          ? 'One collector runs: bridges with redundancy: 2 have one connection each.'
          : `${about} is heard through one of its two connections.`,
      'reports-failing': (about) => `MetaStudio does not take the reports of ${about}.`,
      'target-paused': (about) => `The target ${about} is paused: nothing of it is reported.`,
      shedding: (about) =>
        `Events of ${about} are dropped: too much comes, or too little is taken.`,
      'events-lost': (about) =>
        about === '' ? 'Redis has lost all that it held.' : `Redis has lost events of ${about}.`,
      'role-missing': (about) =>
        `No ${about} runs: nothing is ${about === 'collector' ? 'collected' : 'reported'}. ` +
        'Start one: live-relay start.',
      'redis-away': () => 'Redis cannot be used.',
    },
    over: {
      'source-lost': (about) => `The source of ${about} is connected again.`,
      'source-deaf': (about) => `The source of ${about} hears again.`,
      'redundancy-lost': (about) =>
        about === ''
          ? 'No bridge with redundancy: 2 lacks a second collector any more.'
          : `${about} is heard through both of its connections again.`,
      'reports-failing': (about) => `MetaStudio takes the reports of ${about} again.`,
      'target-paused': (about) => `The target ${about} goes on.`,
      shedding: (about) => `No event of ${about} is dropped any more.`,
      'events-lost': () => '',
      'role-missing': (about) => `A ${about} runs again.`,
      'redis-away': () => 'Redis can be used again.',
    },
    moot: (about) =>
      `${about}: nothing to do any more. The room is not live, or somebody paused or removed it.`,
    target: (bridges, id) => `${bridges.join(', ')} (${id})`,
    reason: (reason) => `Why: ${reason}.`,
    events: (kind, count) => {
      if (kind === 'events-lost') return `${count} that waited are gone.`;
      return kind === 'shedding' ? `${count} dropped.` : `${count} events wait.`;
    },
    lasts: (ms) => `For ${inEnglish(ms)}.`,
    lasted: (ms) => `It took ${inEnglish(ms)}.`,
    more: (count) => `… and ${count} more.`,
    look: 'live-relay status says more.',
    gap: ' ',
    test: 'This is a test: notices arrive here.',
  },
  zh: {
    begun: {
      'source-lost': (about) => `${about}：来源没有连上，直播间的互动传不过来。`,
      'source-deaf': (about) => `${about}：来源已连接，但收不到任何内容。`,
      'redundancy-lost': (about) =>
        about === ''
          ? '只有一个 collector 进程在运行，设置了 redundancy: 2 的桥接各只有一个连接。'
          : `${about}：两个连接只剩一个，仍在接收互动。`,
      'reports-failing': (about) => `${about}：MetaStudio 没有接收上报。`,
      'target-paused': (about) => `${about}：目标已暂停，事件没有上报。`,
      shedding: (about) => `${about}：正在丢弃事件，收到的太多，或者送出的太慢。`,
      'events-lost': (about) =>
        about === '' ? 'Redis 丢失了全部数据。' : `${about}：排队的事件在 Redis 中丢失了。`,
      'role-missing': (about) =>
        `没有 ${about} 进程在运行，${about === 'collector' ? '互动没有采集' : '事件没有上报'}。` +
        '请启动一个：live-relay start。',
      'redis-away': () => 'Redis 无法使用。',
    },
    over: {
      'source-lost': (about) => `${about}：来源已重新连上。`,
      'source-deaf': (about) => `${about}：来源已恢复接收。`,
      'redundancy-lost': (about) =>
        about === '' ? '不再有桥接缺少第二个 collector。' : `${about}：两个连接都已恢复。`,
      'reports-failing': (about) => `${about}：MetaStudio 已恢复接收上报。`,
      'target-paused': (about) => `${about}：目标已恢复上报。`,
      shedding: (about) => `${about}：不再丢弃事件。`,
      'events-lost': () => '',
      'role-missing': (about) => `${about} 进程已恢复运行。`,
      'redis-away': () => 'Redis 已恢复。',
    },
    moot: (about) => `${about}：无需再处理，直播已结束，或已被人暂停、删除。`,
    target: (bridges, id) => `${bridges.join('、')}（${id}）`,
    reason: (reason) => `原因：${reason}。`,
    events: (kind, count) => {
      if (kind === 'events-lost') return `丢失了 ${count} 个排队的事件。`;
      return kind === 'shedding' ? `已丢弃 ${count} 个事件。` : `${count} 个事件在排队。`;
    },
    lasts: (ms) => `已持续 ${inChinese(ms)}。`,
    lasted: (ms) => `持续了 ${inChinese(ms)}。`,
    more: (count) => `……另有 ${count} 项。`,
    look: '详情：live-relay status。',
    gap: '',
    test: '这是一条测试消息：通知可以送达这里。',
  },
};

function inEnglish(ms: number): string {
  const { amount, unit } = timeInUnit(ms);
  return `${Math.round(amount)} ${unit}`;
}

function inChinese(ms: number): string {
  const { amount, unit } = timeInUnit(ms);
  return `${Math.round(amount)} ${CHINESE_UNITS[unit]}`;
}

const CHINESE_UNITS = { s: '秒', min: '分钟', h: '小时' } as const;

/** What an operator can do about a paused target, by the reason; RUNBOOK says more about each. */
export const PAUSE_WAYS_OUT: Readonly<Record<string, Readonly<Record<'en' | 'zh', string>>>> = {
  unauthorized: {
    en: "Check the credential, its project and this machine's clock: live-relay doctor.",
    zh: '请检查凭证、所属项目，以及中继服务器的时钟：live-relay doctor。',
  },
  forbidden: {
    en: 'Give the user of the credential the permission for MetaStudio; see whether its account is frozen or its quota used up.',
    zh: '请给凭证所属的用户授予 MetaStudio 权限，并确认账号没有冻结、配额没有用完。',
  },
  'wrong-project': {
    en: "Compare projectId with the console's list of projects for the region.",
    zh: '请对照华为云控制台中该区域的项目列表，检查 projectId。',
  },
  'wrong-endpoint': {
    en: 'MetaStudio does not know the address: check region or endpoint.',
    zh: 'MetaStudio 不认识这个地址：请检查 region 或 endpoint。',
  },
  redirect: {
    en: 'The answer points elsewhere: check endpoint, and a proxy on the way.',
    zh: '响应跳转到了别处：请检查 endpoint，以及途中的代理。',
  },
  'unexpected-status': {
    en: 'MetaStudio does not answer like this: look for a proxy or gateway that answers instead.',
    zh: '这不是 MetaStudio 的响应：请检查途中是否有代理或网关代为响应。',
  },
  unsendable: {
    en: 'HTTP cannot carry a character of the credential or of appUserId: copy them anew.',
    zh: '凭证或 appUserId 里有 HTTP 无法传送的字符：请重新复制。',
  },
  'job-gone': {
    en: 'The pinned job has ended: take jobId: auto, so that a new run is followed, or the new id from live-relay jobs.',
    zh: '指定的直播任务已结束：请改用 jobId: auto 跟随新的直播，或从 live-relay jobs 取新的 ID。',
  },
  'no-report-url': {
    en: 'Give reportUrl, or auth, with which the relay looks it up.',
    zh: '请配置 reportUrl，或配置 auth 由中继服务自行查询。',
  },
  'refused-throughout': {
    en: 'It is not the events: look at the code of report_not_delivered, and whether the job takes events at all.',
    zh: '问题不在事件本身：请看日志 report_not_delivered 的错误码，并确认该直播任务接收互动事件。',
  },
  'entry-unreadable': {
    en: 'The buffer holds an entry of a later version, or a damaged one: go forward to the later version, or delete it as the runbook says.',
    zh: '缓冲区里有更新版本写入或已损坏的条目：请换回较新的版本；损坏的，按故障处理手册删除。',
  },
  'project-unknown': {
    en: 'A reporter lacks this project in its file, and each takes its turn: give it to all of them.',
    zh: '有 reporter 的配置里没有这个项目，而各个 reporter 轮流处理：请在所有 reporter 的配置里加上它。',
  },
};

/** Of a reason that status or an outcome tells; it may be one of a later version. */
export function pauseWayOut(reason: string | undefined, language: 'en' | 'zh'): string | undefined {
  const isKnown = reason !== undefined && Object.hasOwn(PAUSE_WAYS_OUT, reason);
  return isKnown ? PAUSE_WAYS_OUT[reason]![language] : undefined;
}

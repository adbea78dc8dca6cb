import { randomUUID } from 'node:crypto';

import { invalidParameter, REFUSALS, type Answer, type Refusal } from '../answer.js';
import type { ArrivedRequest } from '../arrived-request.js';
import { isRecord, readJson } from '../json.js';
import { readListQuery, readTime, timeText } from '../endpoints/list-query.js';

interface RuleGroup {
  readonly groupId: string;
  name: string;
  rules: Record<string, unknown>[];
  readonly createdAt: number;
  updatedAt: number;
}

const GROUPS_MAX = 500;
const NAME_LENGTH_MAX = 256;
const RULES_OF_GROUP_MAX = 1000;
const PATH =
  /^\/v1\/[^/]+\/smart-live-interaction-rule-groups(-summary)?(?:\/([^/]{1,64})(?:\/rules(?:\/([^/]{1,64}))?)?)?\/?$/;

/** The tenant's libraries of interaction rules, and their rules one by one. */
export class RuleGroups {
  private readonly groups = new Map<string, RuleGroup>();

  /** @returns `undefined` for a path that is none of theirs. */
  answer(request: ArrivedRequest, now: number): Answer | Refusal | undefined {
    const match = PATH.exec(request.path);
    if (match === null) return undefined;
    const [, summary, groupId, ruleId] = match;
    if (groupId === undefined) return this.all(request, summary !== undefined, now);
    const group = this.groups.get(groupId);
    if (group === undefined || summary !== undefined) return REFUSALS.notFound;
    return /\/rules(?:\/|$)/.test(request.path)
      ? rulesAnswer(request, group, ruleId, now)
      : this.one(request, group, now);
  }

  private all(request: ArrivedRequest, isSummary: boolean, now: number): Answer | Refusal {
    if (request.method === 'GET') return this.list(request.query);
    if (request.method !== 'POST' || isSummary) return REFUSALS.badMethod;
    const said = readGroup(request.body, now);
    if ('code' in said) return said;
    if (this.groups.size >= GROUPS_MAX) return invalidParameter('too many groups');
    const group = { groupId: randomUUID(), ...said, createdAt: now, updatedAt: now };
    this.groups.set(group.groupId, group);
    return { status: 200, body: { group_id: group.groupId } };
  }

  private list(query: string): Answer | Refusal {
    const list = readListQuery(query, ['create_since', 'create_until', 'group_name']);
    if ('code' in list) return list;
    for (const name of ['create_since', 'create_until']) {
      const text = list.values.get(name);
      if (text !== undefined && readTime(text) === undefined) return invalidParameter(name);
    }
    const since = readTime(list.values.get('create_since') ?? '') ?? 0;
    const until = readTime(list.values.get('create_until') ?? '') ?? Infinity;
    const found = [...this.groups.values()].filter(
      ({ name, createdAt }) =>
        name.includes(list.values.get('group_name') ?? '') &&
        createdAt >= since &&
        createdAt <= until,
    );
    const page = found.slice(list.offset, list.offset + list.limit);
    const groups = page.map(groupRecord);
    return { status: 200, body: { count: found.length, interaction_rule_groups: groups } };
  }

  private one(request: ArrivedRequest, group: RuleGroup, now: number): Answer | Refusal {
    switch (request.method) {
      case 'GET':
        return { status: 200, body: groupDetails(group) };
      case 'PUT': {
        const said = readGroup(request.body, now);
        if ('code' in said) return said;
        Object.assign(group, said, { updatedAt: now });
        return { status: 200, body: groupDetails(group) };
      }
      case 'DELETE':
        this.groups.delete(group.groupId);
        return { status: 204 };
      default:
        return REFUSALS.badMethod;
    }
  }
}

function rulesAnswer(
  request: ArrivedRequest,
  group: RuleGroup,
  ruleId: string | undefined,
  now: number,
): Answer | Refusal {
  const at = group.rules.findIndex((rule) => rule['rule_id'] === ruleId);
  if (ruleId !== undefined && at < 0) return REFUSALS.notFound;
  if (request.method === 'DELETE' && ruleId !== undefined) {
    group.rules.splice(at, 1);
    return { status: 204 };
  }
  if (request.method !== (ruleId === undefined ? 'POST' : 'PUT')) return REFUSALS.badMethod;
  const rule = readJson(request.body);
  if (!isRecord(rule)) return REFUSALS.badJson;
  if (ruleId === undefined && group.rules.length >= RULES_OF_GROUP_MAX) {
    return invalidParameter('too many rules');
  }
  const before = group.rules[at];
  const record = { ...ruleRecord(rule, now), ...kept(before) };
  if (before === undefined) group.rules.push(record);
  else group.rules[at] = record;
  group.updatedAt = now;
  return { status: 200, body: record };
}

/** What a rule stays, however it is changed. */
function kept(rule: Record<string, unknown> | undefined): object {
  if (rule === undefined) return {};
  const { rule_id, rule_index, create_time } = rule;
  return { rule_id, rule_index, create_time };
}

/** A rule of a group: the SDKs' InteractionRuleDetailInfo. */
function ruleRecord(rule: Record<string, unknown>, now: number): Record<string, unknown> {
  const time = timeText(now);
  const [id, index] = [randomUUID(), randomUUID()];
  return { ...rule, rule_index: index, rule_id: id, create_time: time, update_time: time };
}

function readGroup(body: Buffer, now: number): Pick<RuleGroup, 'name' | 'rules'> | Refusal {
  const said = readJson(body);
  if (!isRecord(said)) return REFUSALS.badJson;
  const { group_name: name, interaction_rules: rules = [] } = said;
  if (typeof name !== 'string' || name === '' || name.length > NAME_LENGTH_MAX) {
    return invalidParameter('group_name');
  }
  if (!Array.isArray(rules) || rules.length > RULES_OF_GROUP_MAX || !rules.every(isRecord)) {
    return invalidParameter('interaction_rules');
  }
  return { name, rules: rules.map((rule) => ruleRecord(rule, now)) };
}

function groupDetails(group: RuleGroup): object {
  return { ...groupRecord(group), interaction_rules: group.rules };
}

function groupRecord(group: RuleGroup): object {
  return {
    group_id: group.groupId,
    group_name: group.name,
    create_time: timeText(group.createdAt),
    update_time: timeText(group.updatedAt),
  };
}

import type { Conditions, MappingRule } from '#source';

/**
 * Coins that a viewer leaves for the others to take, not those of TikTok itself. Told again when
 * the chest goes, under another message id.
 *
 * @param message the conditions of its message, as the tool names it.
 * @param time where the time of the message is.
 */
export function chestRule(message: Conditions, time: string): MappingRule {
  return {
    id: 'data.envelopeInfo.envelopeId',
    time,
    when: {
      ...message,
      'data.envelopeInfo.envelopeId': { absent: false },
      'data.envelopeInfo.businessType': [1, 0, null],
      'data.envelopeInfo.diamondCount': { not: [0, null] },
      'data.display': [1, 0, null],
    },
    event: 'gift',
    user: { id: 'data.envelopeInfo.sendUserId', name: 'data.envelopeInfo.sendUserName' },
    gift: { defaultName: 'Treasure Chest', unitValue: 'data.envelopeInfo.diamondCount' },
  };
}

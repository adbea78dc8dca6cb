/** The gift name of a subscription, by Twitch's name of its plan or tier. */
export function subscriptionName(plan: unknown): string {
  switch (plan) {
    case 'Prime':
      return 'Subscription Prime';
    case '1000':
      return 'Subscription Tier 1';
    case '2000':
      return 'Subscription Tier 2';
    case '3000':
      return 'Subscription Tier 3';
    default:
      return 'Subscription';
  }
}

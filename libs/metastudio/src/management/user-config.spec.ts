import { userConfigBodyOf, userConfigOf } from './user-config.js';

const CALLBACK = {
  live_event_type_callback_url: 'https://relay.example.com/callbacks/metastudio/default',
  auth_type: 'MSS_A_HEAD',
  key: 'k',
  callback_event_type: ['REPLY_COMMAND_FINISH'],
};

describe('userConfigBodyOf', () => {
  it('sends the other blocks back, the notified events in the form in which they are set', () => {
    const shown = {
      live_exit_config: { max_live_duration: 4 },
      live_notify_config: { notify_events: ['AUTO_EXIT'] },
    };
    expect(userConfigBodyOf(userConfigOf(shown), CALLBACK)).toEqual({
      live_exit_config: { max_live_duration: 4 },
      live_notify_config: { action: 'replace', notify_events: ['AUTO_EXIT'] },
      live_event_callback_config: CALLBACK,
    });
    expect(userConfigBodyOf(userConfigOf({}), CALLBACK)).toEqual({
      live_event_callback_config: CALLBACK,
    });
  });
});

import { signWebhook } from './sign-webhook.js';

describe('the signature of a webhook', () => {
  it('is that of the published vector', () => {
    const signed = { dataId: '123456', requestId: 'req-1', ts: 1_704_908_010 };
    expect(signWebhook('whsecret', signed)).toBe(
      'ts=1704908010,v1=013116f680973288208dcb524a347ecd4afa83dd424af6de305ed63e041da394',
    );
  });

  it.each([{ dataId: '123457' }, { requestId: 'req-2' }, { ts: 1_704_908_011 }])(
    'is another one with %j',
    (change) => {
      const signed = { dataId: '123456', requestId: 'req-1', ts: 1_704_908_010 };
      const value = (part: object) => signWebhook('s', { ...signed, ...part }).split('v1=')[1];
      expect(value(change)).not.toBe(value({}));
    },
  );
});

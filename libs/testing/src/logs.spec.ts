import { captureLogger, silentLogger } from './index.js';

describe('a capturing logger', () => {
  it('keeps lines as they come, children and levels included', () => {
    const { logger, lines, text } = captureLogger('router');
    logger.debug({ paymentId: 'pay_1' }, 'payment created');
    logger.child({ route: 'efecty.epayco' }).warn('route is slow');
    expect(lines).toEqual([
      expect.objectContaining({ service: 'router', level: 'debug', paymentId: 'pay_1' }),
      expect.objectContaining({ level: 'warn', route: 'efecty.epayco', msg: 'route is slow' }),
    ]);
    expect(text()).toContain('"paymentId":"pay_1"');
  });
});

it('a silent logger writes nothing, not even a fatal line', () => {
  expect(silentLogger().isLevelEnabled('fatal')).toBe(false);
});

import { Narrator } from './narrator.js';

describe('the narrator', () => {
  let text = '';
  let narrator: Narrator;

  beforeEach(() => {
    text = '';
    narrator = new Narrator({ write: (more) => (text += more) });
  });

  it('prints what it is told', () => {
    narrator.say('Once …');
    narrator.chapter('A payment');
    narrator.step('it is paid', true);
    narrator.step('by Ana', true, '$ 85.000');
    expect(text).toBe('Once …\n\nA payment\n  ✓ it is paid\n  ✓ by Ana — $ 85.000\n');
  });

  it('ends with 0 when every step held', () => {
    narrator.step('one', true);
    narrator.step('two', true);
    expect(narrator.end()).toBe(0);
    expect(text).toMatch(/\n2 of 2 steps held\.\n$/);
  });

  it('ends with 1 when one did not, whatever came after it', () => {
    narrator.step('one', false, 'why');
    narrator.step('two', true);
    expect(narrator.end()).toBe(1);
    expect(text).toContain('  ✗ one — why\n');
    expect(text).toMatch(/\n1 of 2 steps held\.\n$/);
  });
});

import { captureLogger } from '@cauce/testing';
import kafkajs, { type LogEntry } from 'kafkajs';
import { clientLog } from './kafka-client.js';

const { logLevel } = kafkajs;

function entry(message: string, level = logLevel.ERROR): LogEntry {
  const log = { message, timestamp: '', broker: '127.0.0.1:9092' };
  return { namespace: 'Connection', level, label: 'ERROR', log };
}

describe('what the kafka client reports', () => {
  it('is told once in ten seconds for each fault, with how often it came', () => {
    const { logger, lines } = captureLogger();
    let now = 0;
    const log = clientLog(logger, () => now);
    for (let time = 0; time < 50; time += 1) log(entry('refused'));
    log(entry('timed out'));
    now = 10_000;
    log(entry('refused'));
    expect(lines.map(({ note, repeated, level }) => [level, note, repeated])).toEqual([
      ['warn', 'refused', 0],
      ['warn', 'timed out', 0],
      ['warn', 'refused', 49],
    ]);
  });

  it('is told every time below an error, for whoever debugs', () => {
    const { logger, lines } = captureLogger();
    const log = clientLog(logger, () => 0);
    log(entry('joined', logLevel.WARN));
    log(entry('joined', logLevel.WARN));
    expect(lines.map(({ level }) => level)).toEqual(['debug', 'debug']);
  });
});

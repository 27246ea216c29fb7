import { TOPICS, type AnyMessage } from '@cauce/contracts';
import { BusContext, Consumes } from '@cauce/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { SettlementFilesService } from './settlement-files.service.js';

/** Takes settlement files as connectors pass them on. */
@Controller()
export class SettlementLinesConsumer {
  constructor(private readonly files: SettlementFilesService) {}

  @Consumes(TOPICS.settlementLines, 'reconciliation')
  async onSettlement(@Payload() message: AnyMessage, @Ctx() context: BusContext): Promise<void> {
    switch (message.type) {
      case 'settlement.file_received':
        return this.files.receive(context.tx, message.data);
      case 'settlement.lines':
        return this.files.addLines(context.tx, message.data);
      case 'settlement.file_rejected':
        return this.files.reject(context.tx, message.data);
      default:
        throw new Error(`unexpected type ${message.type}`);
    }
  }
}

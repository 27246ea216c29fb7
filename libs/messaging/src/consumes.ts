import { applyDecorators, Catch, UseFilters, type ExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';

/** Hands the runner the error that the handler threw; Nest would replace it by "Internal server error". */
@Catch()
class OriginalError implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Marks a controller's method as the handler of a topic for a consumer group, which is the name of the
 * service: `handler(@Payload() message: AnyMessage, @Ctx() context: BusContext)`.
 */
export function Consumes(topic: string, group: string): MethodDecorator {
  return applyDecorators(
    EventPattern<string>(topic, undefined, { group }),
    UseFilters(new OriginalError()),
  );
}

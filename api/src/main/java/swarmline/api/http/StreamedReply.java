package swarmline.api.http;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.ContentType;
import org.apache.pekko.http.scaladsl.model.HttpEntity;
import org.apache.pekko.http.scaladsl.model.HttpEntity.ChunkStreamPart;
import org.apache.pekko.http.scaladsl.model.HttpHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A reply that is written while it is read from the store, no faster than the client takes it. What
 * goes on after its last line stands in the trailer {@value #NEXT}.
 */
final class StreamedReply {
  static final String NEXT = "Swarmline-Next-Cursor";

  /** Characters in a chunk, and less than one line more. */
  private static final long CHUNK_LENGTH = 64 * 1024;

  private StreamedReply() {}

  /**
   * @param cursor goes on after this line
   */
  record Line(String text, String cursor) {}

  /**
   * @param head before the lines; may be empty
   * @param start cursor in the trailer where there is no line; empty for none
   */
  static HttpResponse of(
      MediaType.WithFixedCharset type, String head, String start, Source<Line, NotUsed> lines) {
    var last = new AtomicReference<String>(start);
    Source<ChunkStreamPart, Object> chunks =
        Source.from(head.isEmpty() ? List.<String>of() : List.of(head))
            .concat(
                lines
                    .groupedWeighted(CHUNK_LENGTH, line -> (long) line.text().length())
                    .map(
                        some -> {
                          last.set(some.get(some.size() - 1).cursor());
                          return joined(some);
                        }))
            .map(text -> (ChunkStreamPart) new HttpEntity.Chunk(ByteString.fromString(text), ""))
            .concatLazy(Source.lazySingle(() -> (ChunkStreamPart) trailer(last.get())))
            .mapMaterializedValue(none -> none);
    var entity = new HttpEntity.Chunked((ContentType) ContentTypes.create(type), chunks.asScala());
    return HttpResponse.create().addHeader(RawHeader.create("Trailer", NEXT)).withEntity(entity);
  }

  private static String joined(List<Line> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()));
    return text.toString();
  }

  private static HttpEntity.LastChunk trailer(String cursor) {
    List<HttpHeader> headers =
        cursor.isEmpty() ? List.of() : List.of((HttpHeader) RawHeader.create(NEXT, cursor));
    return new HttpEntity.LastChunk("", CollectionConverters.asScala(headers).toSeq());
  }
}

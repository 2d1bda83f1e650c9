import HTTPTypes
import Hummingbird
import NIOCore

/// Style and scripts.
struct AssetRoutes: StudioArea {
    func add(to router: Router<StudioContext>) {
        for (name, file) in Assets.files {
            router.get("/assets/\(name)") { request, _ -> Response in
                let headers: HTTPFields = [
                    .contentType: file.type, .eTag: file.tag, .cacheControl: "no-cache",
                ]
                if request.headers[.ifNoneMatch] == file.tag {
                    return Response(status: .notModified, headers: headers)
                }
                return Response(
                    status: .ok, headers: headers,
                    body: ResponseBody(byteBuffer: ByteBuffer(string: file.text)))
            }
        }
    }
}

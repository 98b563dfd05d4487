/**
 * Every expected failure: a stable code, what people read, and when another try
 * can help. Retries are decided by code, never by message text.
 */

export type Retry =
  /** The same request may be sent again at once. */
  | 'now'
  /** Waiting helps: the network, the server, a lock. */
  | 'later'
  /** Somebody must change something first. */
  | 'afterEdit'
  | 'never'

const problems = {
  // The request as a whole
  SIGN_IN_REQUIRED: [
    'Cần đăng nhập lại để gửi. Dữ liệu trên máy này vẫn an toàn và vẫn làm việc tiếp được.',
    'afterEdit',
  ],
  SIGN_IN_FAILED: ['Tên đăng nhập hoặc mật khẩu chưa đúng.', 'afterEdit'],
  SIGN_IN_TOO_OFTEN: ['Đã thử đăng nhập quá nhiều lần. Vui lòng chờ một phút rồi thử lại.', 'later'],
  SIGN_IN_LOCKED: [
    'Đã nhập sai mật khẩu quá nhiều lần nên tên đăng nhập này tạm khóa 15 phút. Vui lòng chờ, hoặc nhờ người quản trị mở lại.',
    'later',
  ],
  SECOND_FACTOR_REQUIRED: ['Tài khoản này có xác thực hai bước. Hãy nhập mã trong ứng dụng xác thực.', 'afterEdit'],
  SECOND_FACTOR_WRONG: [
    'Mã xác thực hoặc mật khẩu chưa đúng, hoặc mã đã dùng. Hãy chờ mã mới rồi nhập lại.',
    'afterEdit',
  ],
  PASSWORD_EXPIRED: ['Mật khẩu tạm đã hết hạn sau 7 ngày. Hãy nhờ người quản trị đặt lại.', 'afterEdit'],
  FORBIDDEN: ['Tài khoản này không có quyền làm việc đó.', 'never'],
  NOT_FOUND: ['Không tìm thấy nội dung được yêu cầu.', 'never'],
  TOO_MANY_REQUESTS: [
    'Máy chủ đang bận và xin chờ một lát. Dữ liệu vẫn an toàn trên máy này và sẽ tự gửi tiếp.',
    'later',
  ],
  BODY_MALFORMED: ['Dữ liệu gửi lên không đọc được.', 'never'],
  BODY_INVALID: ['Dữ liệu gửi lên không đúng mẫu.', 'never'],
  BODY_TOO_LARGE: ['Dữ liệu gửi lên quá lớn.', 'never'],
  PERIOD_INVALID: [
    'Kỳ báo cáo không đúng: cần một quý, 6 tháng, 9 tháng, một năm, hoặc hai ngày có trong lịch, ngày đầu không sau ngày cuối và không sau hôm nay.',
    'afterEdit',
  ],
  CURSOR_INVALID: ['Dấu mốc đồng bộ không đọc được; máy này sẽ tải lại từ đầu.', 'now'],
  DEVICE_OF_ANOTHER: ['Máy này đã đăng ký cho tài khoản khác.', 'never'],
  DEVICE_LOST: ['Máy này đã được báo mất nên không đồng bộ nữa.', 'never'],
  DEVICE_IN_HAND: ['Đây là máy đang dùng. Hãy báo mất từ một máy khác, hoặc đăng xuất ở máy này.', 'never'],
  LOST_CARRIED_OUT: ['Máy đó đã tự xóa nên không rút lại lệnh báo mất được nữa.', 'never'],
  DEVICE_FORK: ['Hai máy đang dùng chung một bản dữ liệu. Máy này sẽ được đánh số lại.', 'now'],
  EPOCH_CHANGED: ['Máy chủ vừa được khôi phục. Máy này sẽ gửi lại những gì máy chủ còn thiếu.', 'now'],
  PROTOCOL_UNSUPPORTED: ['Ứng dụng trên máy này đã cũ so với máy chủ. Vui lòng cập nhật ứng dụng.', 'afterEdit'],
  STORAGE_UNAVAILABLE: ['Máy chủ đang bận hoặc tạm thời chưa ghi được. Sẽ tự thử lại.', 'later'],
  STORAGE_FULL: ['Máy chủ đã hết chỗ lưu. Sẽ tự thử lại khi có chỗ.', 'later'],
  SERVER_NOT_READY: ['Máy chủ chưa sẵn sàng nhận dữ liệu. Sẽ tự thử lại.', 'later'],
  SERVER_FAILED: ['Máy chủ gặp sự cố. Dữ liệu vẫn an toàn trên máy này và sẽ tự gửi lại.', 'later'],
  // Accounts
  PASSWORD_WRONG: ['Mật khẩu hiện tại chưa đúng.', 'afterEdit'],
  PASSWORD_WEAK: [
    'Mật khẩu mới quá yếu: cần ít nhất 12 ký tự, không chứa tên đăng nhập và không phải mật khẩu dễ đoán.',
    'afterEdit',
  ],
  PASSWORD_SAME: ['Mật khẩu mới phải khác mật khẩu hiện tại.', 'afterEdit'],
  PASSWORD_CHANGE_REQUIRED: ['Mật khẩu hiện tại là mật khẩu tạm. Hãy đổi mật khẩu trước.', 'afterEdit'],
  SECOND_FACTOR_ON: ['Xác thực hai bước đã được bật.', 'never'],
  USERNAME_TAKEN: ['Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.', 'afterEdit'],
  REACH_UNKNOWN: ['Có địa bàn hoặc cơ sở không thuộc tỉnh này, hoặc không hợp với vai trò.', 'afterEdit'],
  OWN_ACCOUNT: ['Không tự khóa, tự hạ quyền hay tự đặt lại mật khẩu tài khoản của mình được.', 'never'],
  LAST_ADMINISTRATOR: ['Đây là quản trị cuối cùng của tỉnh nên không khóa hay hạ quyền được.', 'never'],
  // Asked while online, and not sent again by itself
  NEEDS_NETWORK: ['Việc này cần có mạng, mà máy này chưa nối được tới máy chủ. Hãy thử lại khi có mạng.', 'later'],
  REPLY_UNHEARD: [
    'Không nghe được máy chủ trả lời nên chưa biết việc này đã xong hay chưa. Hãy tải lại và xem trước khi làm lại.',
    'afterEdit',
  ],
  SERVER_TROUBLED: [
    'Máy chủ đang bận hoặc gặp sự cố nên việc này chưa chắc đã xong. Hãy thử lại sau ít phút.',
    'later',
  ],
  SESSION_ENDED: [
    'Phiên đăng nhập đã hết, hoặc máy này đang đăng nhập bằng tài khoản khác. Hãy đăng nhập lại.',
    'afterEdit',
  ],
  // Places
  PLACES_CHANGED: ['Người khác vừa thay đổi nội dung này. Hãy tải lại, xem thay đổi đó rồi làm lại.', 'afterEdit'],
  AREA_UNKNOWN: ['Có địa bàn không thuộc tỉnh này, đã kết thúc hoặc không dùng được cho việc này.', 'afterEdit'],
  AREA_NAME_TAKEN: ['Ở cùng cấp trên đã có một địa bàn mang tên này. Hãy chọn tên khác.', 'afterEdit'],
  AREA_PARENT_INVALID: [
    'Địa bàn cấp trên không hợp: xã, phường, đặc khu thuộc tỉnh hoặc thuộc một huyện đang có hiệu lực; huyện thuộc tỉnh.',
    'afterEdit',
  ],
  AREA_KINDS_DIFFER: ['Chỉ nhập hoặc tách các địa bàn cùng cấp.', 'afterEdit'],
  AREA_PARTS_INCOMPLETE: [
    'Khi tách phải có ít nhất hai phần, và mỗi cơ sở, mỗi địa bàn bên trong phải thuộc đúng một phần.',
    'afterEdit',
  ],
  AREA_NOT_EMPTY: ['Địa bàn này còn cơ sở, địa bàn cấp dưới hoặc người phụ trách nên chưa kết thúc được.', 'afterEdit'],
  EFFECTIVE_DATE_FUTURE: [
    'Ngày hiệu lực không được sau hôm nay: thay đổi không tự có hiệu lực. Hãy ghi vào đúng ngày đó hoặc sau đó.',
    'afterEdit',
  ],
  EFFECTIVE_DATE_TOO_EARLY: ['Ngày hiệu lực sớm hơn một thay đổi đã ghi của địa bàn hoặc cơ sở này.', 'afterEdit'],
  // Campaigns
  CAMPAIGN_CHANGED: [
    'Đợt kiểm tra này, hoặc danh sách cơ sở được chọn, vừa thay đổi. Hãy tải lại, xem rồi làm lại.',
    'afterEdit',
  ],
  CAMPAIGN_CLOSED: ['Đợt kiểm tra này đã kết thúc nên không thay đổi được nữa.', 'never'],
  CAMPAIGN_WIDER: [
    'Đợt kiểm tra này có cả cơ sở ngoài địa bàn của tài khoản nên chỉ quản trị của tỉnh thay đổi được.',
    'never',
  ],
  ASSIGNEE_UNKNOWN: [
    'Có người không giao được: tài khoản đã khóa, không phải người kiểm tra hoặc không phụ trách địa bàn của cơ sở.',
    'afterEdit',
  ],
  // A file of people and facilities
  IMPORT_EMPTY: ['Tệp này không có dòng nào. Hãy chọn tệp đã điền danh sách.', 'afterEdit'],
  IMPORT_TOO_LARGE: ['Tệp lớn hơn 10 MB nên máy chủ không nhận. Hãy chia danh sách thành nhiều tệp.', 'afterEdit'],
  IMPORT_OLD_EXCEL: [
    'Đây là tệp Excel kiểu cũ (.xls), dù tên tệp là gì. Hãy mở bằng Excel, chọn Lưu thành (Save As) và lưu kiểu “Excel Workbook (.xlsx)”.',
    'afterEdit',
  ],
  IMPORT_PROTECTED: ['Tệp có mật khẩu nên không đọc được. Hãy bỏ mật khẩu mở tệp rồi chọn lại.', 'afterEdit'],
  IMPORT_NOT_TABLE: [
    'Tệp này không phải danh sách XLSX hay CSV, dù tên tệp là gì. Hãy lưu danh sách thành “Excel Workbook (.xlsx)” hoặc “CSV UTF-8 (.csv)”.',
    'afterEdit',
  ],
  IMPORT_ENCODING: [
    'Tệp CSV không theo mã UTF-8 nên chữ tiếng Việt sẽ sai. Hãy mở bằng Excel, chọn Lưu thành (Save As), kiểu “CSV UTF-8”, hoặc lưu thành .xlsx.',
    'afterEdit',
  ],
  IMPORT_DAMAGED: ['Tệp bị hỏng hoặc thiếu nên không đọc được. Hãy mở tệp, lưu lại rồi chọn lại.', 'afterEdit'],
  IMPORT_UNPACKS_TOO_LARGE: [
    'Tệp chứa quá nhiều nội dung khi mở ra nên máy chủ không đọc. Hãy chép danh sách sang một tệp mới.',
    'afterEdit',
  ],
  IMPORT_TOO_MANY_ROWS: [
    'Tệp có hơn 5.000 dòng nên máy chủ không nhận. Hãy chia danh sách thành nhiều tệp.',
    'afterEdit',
  ],
  IMPORT_TOO_MANY_COLUMNS: ['Tệp có nội dung ở cột thứ 61 trở đi. Hãy xóa các cột thừa bên phải.', 'afterEdit'],
  IMPORT_NO_LIST: [
    'Không tìm thấy danh sách nào: cần có một dòng tiêu đề với các cột như trong tệp mẫu, ở 20 dòng đầu của trang.',
    'afterEdit',
  ],
  IMPORT_TOO_MANY_ACCOUNTS: [
    'Mỗi lần chỉ mở được tối đa 300 tài khoản mới. Hãy chia danh sách thành nhiều tệp.',
    'afterEdit',
  ],
  IMPORT_HAS_ERRORS: ['Tệp còn lỗi nên chưa nhập gì. Hãy sửa các ô được nêu rồi chọn lại tệp.', 'afterEdit'],
  IMPORT_CHANGED: [
    'Tệp hoặc dữ liệu trên máy chủ đã khác so với lúc kiểm tra nên chưa nhập gì. Hãy kiểm tra lại tệp.',
    'afterEdit',
  ],
  IMPORT_UNREADABLE: ['Máy này không đọc được tệp đó. Hãy đóng tệp trong chương trình khác rồi chọn lại.', 'afterEdit'],
  IMPORT_BUSY: [
    'Máy chủ đang làm một danh sách khác hoặc vừa nhận quá nhiều danh sách. Hãy chờ một phút rồi thử lại.',
    'later',
  ],
  // One mutation
  MUTATION_INVALID: ['Nội dung gửi lên không đúng mẫu nên máy chủ không nhận.', 'never'],
  INSPECTION_UNKNOWN: ['Máy chủ chưa có lượt kiểm tra này.', 'afterEdit'],
  INSPECTION_OF_ANOTHER: ['Lượt kiểm tra này thuộc về người khác.', 'never'],
  INSPECTION_CLOSED: ['Lượt kiểm tra này đã nộp, không sửa được nữa.', 'never'],
  INSPECTION_OPEN: ['Lượt kiểm tra này chưa nộp nên sửa thẳng, không cần bản sửa đổi.', 'afterEdit'],
  SEAL_MOVED: ['Kết quả đã được sửa đổi ở nơi khác. Nội dung gửi lên được giữ lại để xem.', 'afterEdit'],
  FACILITY_UNKNOWN: ['Máy chủ không có cơ sở này hoặc cơ sở nằm ngoài địa bàn của tài khoản.', 'afterEdit'],
  FACTS_DIFFER: ['Thông tin cơ sở trên máy này khác với máy chủ. Hãy đồng bộ rồi kiểm tra lại kết quả.', 'afterEdit'],
  CHECKLIST_UNKNOWN: ['Máy chủ không có bộ tiêu chí phiên bản này.', 'afterEdit'],
  CHECKLIST_NOT_FOR_FACILITY: ['Bộ tiêu chí này không áp dụng cho loại cơ sở này.', 'never'],
  DATE_OUT_OF_RANGE: [
    'Ngày kiểm tra không hợp lệ: phải từ ngày bộ tiêu chí có hiệu lực và không sau hôm nay.',
    'afterEdit',
  ],
  ITEM_UNKNOWN: ['Bộ tiêu chí không có tiêu chí này.', 'never'],
  ANSWER_INVALID: ['Câu trả lời không hợp với tiêu chí.', 'afterEdit'],
  SIGNATURE_TOO_MANY: ['Lượt này đã được ký quá nhiều lần (40 chữ ký, kể cả chữ ký đã gỡ).', 'never'],
  SIGNED_CONTENT_MOVED: [
    'Nội dung vừa thay đổi trong lúc ký nên chữ ký chưa được lưu. Hãy đóng lại, xem nội dung mới rồi ký.',
    'afterEdit',
  ],
  SIGNATURES_LAPSED: [
    'Thông tin cơ sở vừa được cập nhật theo máy chủ nên các chữ ký không còn khớp. Lượt này chưa nộp: hãy xem lại, ký lại nếu cần, rồi nộp.',
    'afterEdit',
  ],
  PHOTO_TOO_MANY: ['Đã đủ số ảnh cho phép (10 ảnh mỗi tiêu chí, 100 ảnh mỗi lượt). Hãy xóa bớt ảnh.', 'afterEdit'],
  INCOMPLETE: ['Còn tiêu chí chưa trả lời hoặc chưa có minh chứng bắt buộc nên chưa nộp được.', 'afterEdit'],
  FOLLOW_UP_MISSING: [
    'Còn biện pháp khắc phục của lần trước chưa đánh dấu đã khắc phục hay chưa nên chưa nộp được.',
    'afterEdit',
  ],
  CONTESTED: ['Có câu trả lời chưa thống nhất. Hãy chọn lại rồi nộp.', 'afterEdit'],
  DIGEST_MISMATCH: ['Nội dung trên máy chủ khác với nội dung trên máy này. Hãy xem lại rồi nộp lần nữa.', 'afterEdit'],
  SCORE_MISMATCH: ['Máy chủ chấm lại ra kết quả khác. Hãy cập nhật ứng dụng rồi nộp lại.', 'afterEdit'],
  SERVER_QUARANTINED: ['Máy chủ chưa xử lý được nội dung này và đã giữ lại để xem xét.', 'never'],
  INSPECTION_APPROVED: [
    'Kết quả này đã được duyệt nên không sửa đổi được nữa. Nếu có sai sót, hãy báo người giám sát trả lại.',
    'afterEdit',
  ],
  ITEM_NOT_RETURNED: ['Chỉ những tiêu chí được trả lại mới sửa được; phần còn lại giữ nguyên như đã nộp.', 'afterEdit'],
  REVIEW_DECIDED: ['Người khác đã duyệt hoặc trả lại kết quả này trước. Ý kiến gửi lên được giữ lại để xem.', 'never'],
  REVIEW_AT_PROVINCE: ['Kết quả này đã được chuyển lên tỉnh nên chỉ người phụ trách toàn tỉnh quyết định.', 'never'],
  ACTION_UNKNOWN: ['Tiêu chí này chưa có biện pháp khắc phục nào. Hãy giao việc trước.', 'afterEdit'],
  ACTION_MOVED: ['Việc khắc phục này đã thay đổi ở nơi khác. Nội dung gửi lên được giữ lại để xem.', 'afterEdit'],
  ACTION_OWN_WORK: [
    'Người làm hoặc người phụ trách việc khắc phục không tự xác nhận được. Hãy nhờ người khác.',
    'never',
  ],
  STEP_TOO_MANY: ['Lượt này đã có quá nhiều bước xử lý (1.000).', 'never'],
  // One picture
  PHOTO_NOT_ANNOUNCED: ['Máy chủ chưa có ảnh này trong lượt kiểm tra nên không nhận tệp ảnh.', 'later'],
  PHOTO_DIFFERS: ['Tệp ảnh tới máy chủ bị sai lệch trên đường truyền; sẽ gửi lại.', 'now'],
  PICTURE_DIFFERS: ['Ảnh tải về bị sai lệch trên đường truyền nên không được giữ lại. Hãy thử lại.', 'now'],
  PHOTO_NOT_IMAGE: ['Tệp này không phải là ảnh JPEG, PNG hay WebP đọc được nên máy chủ không nhận.', 'never'],
  PHOTO_TOO_LARGE: ['Tệp ảnh lớn hơn 2 MB nên máy chủ không nhận.', 'never'],
  // On the device
  OFFLINE: ['Chưa có mạng. Mọi việc vẫn an toàn trên máy này và sẽ tự gửi khi có mạng.', 'later'],
  TIMED_OUT: [
    'Mạng quá yếu nên chưa nghe được máy chủ trả lời. Mọi việc vẫn an toàn trên máy này và sẽ tự gửi lại.',
    'later',
  ],
  INTERCEPTED: [
    'Mạng này chặn đường tới máy chủ (có thể cần đăng nhập Wi-Fi). Dữ liệu vẫn an toàn trên máy này.',
    'later',
  ],
  DEVICE_STORAGE_FULL: [
    'Máy đã hết chỗ lưu nên thay đổi này CHƯA được lưu; những gì đã báo “đã lưu” vẫn còn, hãy xóa bớt ảnh, video trên máy rồi thử lại.',
    'afterEdit',
  ],
  PHOTO_NO_ROOM: [
    'Máy đã hết chỗ nên ảnh này CHƯA được lưu; câu trả lời vẫn ghi được. Hãy giải phóng bộ nhớ rồi chụp lại.',
    'afterEdit',
  ],
  PHOTO_UNREADABLE: ['Máy này không đọc được tệp ảnh đó. Hãy chụp lại hoặc chọn ảnh khác.', 'afterEdit'],
  POSITION_REFUSED: [
    'Trình duyệt chưa được phép lấy vị trí. Hãy cho phép trong cài đặt của trang rồi lấy lại.',
    'afterEdit',
  ],
  POSITION_TIMED_OUT: ['Chưa tìm được vị trí trong 20 giây. Hãy ra chỗ thoáng rồi lấy lại.', 'now'],
  POSITION_UNAVAILABLE: ['Máy này chưa cho biết vị trí. Hãy bật định vị của máy rồi lấy lại.', 'afterEdit'],
  PAPER_FAILED: [
    'Chưa lập được tệp PDF trên máy này. Hãy thử lại; nếu vẫn lỗi, đóng bớt ứng dụng khác rồi mở lại trang.',
    'now',
  ],
  DEVICE_STORAGE_FAILED: ['Chưa lưu được trên máy này. Hãy chạm lại; nếu vẫn lỗi, tải lại trang.', 'now'],
  PIN_WEAK: ['Mã PIN gồm 6 chữ số, không lặp một số và không theo thứ tự liền nhau.', 'afterEdit'],
  PIN_WRONG: ['Mã PIN chưa đúng.', 'afterEdit'],
  PIN_USED_UP: [
    'Đã nhập sai mã PIN quá nhiều lần. Hãy đăng nhập bằng mật khẩu; dữ liệu trên máy này vẫn an toàn.',
    'afterEdit',
  ],
  STORE_LOCKED: ['Dữ liệu này được khóa bằng mã PIN của một lần đăng nhập khác nên chưa mở được.', 'afterEdit'],
  // A file with what one tablet has not sent
  FILE_NEEDS_ACCOUNT: [
    'Máy này chưa nhận được khóa của tài khoản từ máy chủ nên chưa lập được tệp khóa kín. Hãy mở khóa một lần khi có mạng.',
    'afterEdit',
  ],
  FILE_NOTHING: ['Không có gì chưa gửi để ghi vào tệp.', 'afterEdit'],
  FILE_UNREADABLE: ['Máy này không đọc được tệp đó. Hãy chép tệp vào bộ nhớ của máy rồi chọn lại.', 'afterEdit'],
  FILE_NOT_OURS: ['Đây không phải là tệp .sokiem của Sổ Kiểm. Hãy chọn tệp khác.', 'afterEdit'],
  FILE_NEWER: ['Tệp này do bản ứng dụng mới hơn lập. Hãy cập nhật ứng dụng trên máy này rồi mở lại tệp.', 'afterEdit'],
  FILE_CUT: ['Tệp bị thiếu phần cuối nên chưa nhận gì. Hãy chép lại tệp từ máy đã lập.', 'afterEdit'],
  FILE_DAMAGED: ['Tệp bị hỏng trên đường chép nên chưa nhận gì. Hãy chép lại tệp từ máy đã lập.', 'afterEdit'],
  FILE_NO_ROOM: [
    'Máy này không còn đủ chỗ cho tệp đó nên chưa nhận gì. Hãy giải phóng bộ nhớ rồi mở lại tệp.',
    'afterEdit',
  ],
  FILE_OF_ANOTHER_SERVER: [
    'Tệp này lập ở một hệ thống Sổ Kiểm khác nên máy chủ ở đây không mở được. Hãy mở tệp trên máy dùng hệ thống đó.',
    'never',
  ],
  FILE_OF_FORMER_SERVER: [
    'Máy chủ đã được khôi phục sau khi lập tệp nên không nhận hộ nữa. Hãy đưa tệp cho người lập để họ tự mở và gửi lại.',
    'never',
  ],
  FILE_ACCOUNT_CLOSED: [
    'Tài khoản của người lập tệp đã bị khóa nên máy chủ không nhận. Hãy giữ tệp và báo người quản trị.',
    'afterEdit',
  ],
  FILE_TABLET_LOST: [
    'Máy đã lập tệp này được báo mất nên máy chủ không nhận hộ. Hãy đưa tệp cho người lập để họ tự mở và gửi.',
    'afterEdit',
  ],
  FILE_SESSION_ENDED: [
    'Người lập tệp đã đăng xuất hoặc hết phiên trên máy của họ nên máy chủ không nhận hộ. Hãy đưa tệp cho họ để tự mở và gửi.',
    'afterEdit',
  ],
  FILE_NOT_TAKEN: [
    'Máy chủ không nhận được nội dung của tệp này. Hãy đưa tệp cho người lập để họ tự mở và gửi.',
    'afterEdit',
  ],
  FILE_PHOTOS_LEFT: [
    'Máy chủ đã nhận phần chữ nhưng chưa nhận hết ảnh của tệp này. Hãy giữ tệp và đưa cho người lập để họ tự mở và gửi.',
    'afterEdit',
  ],
  FILE_LOCKED: [
    'Khóa của tài khoản này không mở được tệp. Hãy đăng nhập bằng tài khoản đã lập tệp khi có mạng rồi mở lại.',
    'afterEdit',
  ],
  APP_OUTDATED: [
    'Trang này là bản cũ và chỉ xem được; mọi câu trả lời đã lưu vẫn còn, hãy tải lại trang để ghi tiếp.',
    'afterEdit',
  ],
  // The store cannot be opened, or may go by itself
  STORE_BLOCKED: [
    'Một trang khác của Sổ Kiểm đang giữ kho dữ liệu nên trang này chưa mở được; không có gì bị mất, hãy đóng các trang kia rồi mở lại.',
    'afterEdit',
  ],
  STORE_REFUSED: [
    'Trình duyệt không cho Sổ Kiểm lưu trên máy này (cửa sổ ẩn danh, hoặc dữ liệu trang web bị chặn) nên chưa làm việc được; hãy cho phép trong cài đặt của trình duyệt rồi mở lại.',
    'afterEdit',
  ],
  STORE_NO_ROOM: [
    'Máy đã hết chỗ nên chưa mở được kho dữ liệu; những gì đã lưu vẫn còn, hãy xóa bớt ảnh, video trên máy rồi mở lại.',
    'afterEdit',
  ],
  STORE_NOT_OPENED: [
    'Chưa mở được kho dữ liệu trên máy này; những gì đã lưu vẫn còn, hãy mở lại, nếu vẫn không được thì khởi động lại máy.',
    'now',
  ],
  WINDOW_PRIVATE: [
    'Đây có vẻ là cửa sổ ẩn danh, đóng lại là mất những gì chưa gửi; hãy mở Sổ Kiểm ở cửa sổ thường trước khi đi kiểm tra.',
    'afterEdit',
  ],
  CLOCK_WRONG: [
    'Đồng hồ của máy này sai nên ngày kiểm tra có thể sai theo; hãy chỉnh giờ trong Cài đặt của máy, còn mọi câu trả lời vẫn được lưu và gửi.',
    'afterEdit',
  ],
  CHECKLIST_DAMAGED: ['Bộ tiêu chí tải về bị sai lệch và đã bị bỏ qua; sẽ tải lại.', 'later'],
} as const satisfies Record<string, readonly [message: string, retry: Retry]>

export type ProblemCode = keyof typeof problems

/** What people read for a code. */
export function messageOf(code: ProblemCode): string {
  return problems[code][0]
}

/** When another try can help. */
export function retryOf(code: ProblemCode): Retry {
  return problems[code][1]
}

/** Whether text from outside is one of our codes. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(problems, code)
}

/** Every code, for the tests and the documentation. */
export const problemCodes = Object.keys(problems) as ProblemCode[]

/** An expected failure on its way to a person. `detail` is plain data for the screen ("missing": […]). */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: Readonly<Record<string, unknown>>

  constructor(code: ProblemCode, detail: Record<string, unknown> = {}) {
    super(messageOf(code))
    this.name = 'Problem'
    this.code = code
    this.detail = detail
  }
}

"""Labels of company documents in Hebrew, Arabic, Hindi, Vietnamese, Thai and Indonesian."""

LABELS = {
    "he": """
name שם החברה|שם התאגיד
number מספר חברה|ח.פ.|מספר תאגיד
form סוג תאגיד|סוג חברה
status סטטוס|סטטוס חברה
incorporated תאריך התאגדות|תאריך רישום
address כתובת|כתובת משרד רשום
capital הון רשום|הון מניות
p.name שם|שם מלא
idno מספר זהות|ת.ז.
p.address כתובת|מען
owner בעל מניות|שם בעל המניות
director דירקטור|שם הדירקטור
count כמות מניות|מספר מניות
percent אחוז החזקה
class סוג מניה
role תפקיד
since תאריך מינוי
date תאריך|תאריך הפקה
docno מספר מסמך|אסמכתא
no מס'
total סה"כ
noise טלפון|מטרת החברה|דו"ח שנתי אחרון|חברה מפרת חוק
s.owners בעלי מניות
s.directors דירקטורים
s.company פרטי החברה
t.extract נסח חברה|תמצית רישום
t.members מרשם בעלי מניות
role.director דירקטור|יו"ר|מנכ"ל
class.share רגילות
active פעילה
none אין
""",
    "ar": """
name اسم الشركة|الاسم التجاري|اسم المنشأة
number رقم السجل التجاري|رقم القيد|رقم السجل
tax الرقم الضريبي|رقم التسجيل الضريبي
form الشكل القانوني|نوع الشركة|الكيان القانوني
status الحالة|حالة السجل
incorporated تاريخ التأسيس|تاريخ القيد|تاريخ الإصدار
address العنوان|المركز الرئيسي|عنوان المقر
capital رأس المال|رأس المال المصدر
p.name الاسم|اسم الشخص
nationality الجنسية
idno رقم الهوية|رقم البطاقة
passport رقم جواز السفر
owner الشريك|اسم الشريك|المساهم
director المدير|اسم المدير
count عدد الحصص|عدد الأسهم
percent النسبة|نسبة الملكية
value قيمة الحصة|القيمة
role الصفة|المنصب
since تاريخ التعيين|من تاريخ
date التاريخ|تاريخ الاستخراج
docno رقم المستند|الرقم المرجعي
no م|الرقم
total الإجمالي|المجموع
noise الهاتف|النشاط|مدة الشركة|صندوق البريد
s.owners الشركاء|المساهمون|بيانات الشركاء
s.directors المديرون|مجلس الإدارة
s.company بيانات الشركة
t.extract مستخرج من السجل التجاري|شهادة السجل التجاري
t.members سجل الشركاء
t.licence رخصة تجارية
t.poa توكيل
t.articles عقد تأسيس شركة
role.director مدير|رئيس مجلس الإدارة|مدير عام
active نشط|قائم
none لا يوجد
""",
    "hi": """
name कंपनी का नाम|नाम
number कॉर्पोरेट पहचान संख्या|पंजीकरण संख्या
tax पैन
form कंपनी का प्रकार
status स्थिति
incorporated निगमन की तारीख|पंजीकरण की तिथि
address पंजीकृत कार्यालय का पता|पता
capital अधिकृत पूंजी|प्रदत्त पूंजी
p.name नाम
nationality राष्ट्रीयता
owner शेयरधारक|सदस्य का नाम
director निदेशक|निदेशक का नाम
count शेयरों की संख्या
percent प्रतिशत
role पद
since नियुक्ति की तारीख
date दिनांक|तारीख
docno प्रमाणपत्र संख्या
no क्रम संख्या
total कुल
noise दूरभाष|व्यवसाय
s.owners शेयरधारक
s.directors निदेशक
s.company कंपनी विवरण
t.extract कंपनी विवरण|निगमन प्रमाणपत्र
role.director निदेशक|प्रबंध निदेशक
active सक्रिय
none शून्य
""",
    "vi": """
name Tên công ty|Tên công ty viết bằng tiếng Việt|Tên doanh nghiệp
number Mã số doanh nghiệp|Mã số
form Loại hình doanh nghiệp|Loại hình pháp lý
status Tình trạng hoạt động|Tình trạng pháp lý
incorporated Ngày thành lập|Đăng ký lần đầu
address Địa chỉ trụ sở chính|Trụ sở chính
capital Vốn điều lệ
email Email
alias Tên công ty viết tắt|Tên công ty viết bằng tiếng nước ngoài
p.name Họ và tên|Họ tên
birth Sinh ngày|Ngày sinh
nationality Quốc tịch
p.address Địa chỉ thường trú|Nơi đăng ký hộ khẩu thường trú|Địa chỉ liên lạc
gender Giới tính
idno Số giấy tờ pháp lý của cá nhân|Số CMND|Số giấy chứng thực cá nhân
owner Thành viên góp vốn|Tên thành viên|Cổ đông|Chủ sở hữu
director Người đại diện theo pháp luật
percent Tỷ lệ (%)|Tỷ lệ
value Phần vốn góp|Giá trị phần vốn góp|Giá trị vốn góp
count Số cổ phần
role Chức danh|Chức vụ
since Ngày bổ nhiệm|Từ ngày
date Ngày|Ngày cấp
docno Số|Số hồ sơ
no STT
remarks Ghi chú
total Tổng cộng
noise Điện thoại|Ngành, nghề kinh doanh|Fax|Website
s.owners Danh sách thành viên góp vốn|Danh sách cổ đông sáng lập|Thông tin về chủ sở hữu
s.directors Người đại diện theo pháp luật của công ty
s.company Thông tin doanh nghiệp
t.extract Giấy chứng nhận đăng ký doanh nghiệp|Giấy chứng nhận đăng ký công ty
t.articles Điều lệ công ty
role.director Giám đốc|Tổng giám đốc|Chủ tịch hội đồng thành viên
class.share phổ thông
active Đang hoạt động
none Không
""",
    "th": """
name ชื่อนิติบุคคล|ชื่อบริษัท
number ทะเบียนนิติบุคคลเลขที่|เลขทะเบียนนิติบุคคล
form ประเภทนิติบุคคล
status สถานะ|สถานะนิติบุคคล
incorporated วันที่จดทะเบียน|วันที่จดทะเบียนจัดตั้ง
address สำนักงานแห่งใหญ่ตั้งอยู่|ที่ตั้งสำนักงานใหญ่
capital ทุนจดทะเบียน
p.name ชื่อ
nationality สัญชาติ
owner ผู้ถือหุ้น|ชื่อผู้ถือหุ้น
director กรรมการ|รายชื่อกรรมการ
count จำนวนหุ้น|จำนวนหุ้นที่ถือ
percent ร้อยละ
role ตำแหน่ง
date วันที่|ออกให้ ณ วันที่
docno เลขที่|ที่
no ลำดับที่
total รวม
noise โทรศัพท์|วัตถุที่ประสงค์
s.owners บัญชีรายชื่อผู้ถือหุ้น
s.directors กรรมการของบริษัท
s.company ข้อมูลนิติบุคคล
t.extract หนังสือรับรอง
t.members บัญชีรายชื่อผู้ถือหุ้น
role.director กรรมการ|กรรมการผู้จัดการ
class.share สามัญ
active ยังดำเนินกิจการอยู่
none ไม่มี
""",
    "id": """
name Nama Perseroan|Nama perusahaan|Nama
number Nomor SK|Nomor Induk Berusaha|NIB|Nomor pendaftaran
tax NPWP
form Jenis Perseroan|Bentuk badan hukum|Status badan hukum
status Status
incorporated Tanggal pendirian|Tanggal pendaftaran|Tanggal SK
address Alamat|Alamat kantor|Kedudukan
capital Modal dasar|Modal ditempatkan|Modal disetor
p.name Nama|Nama lengkap
birth Tanggal lahir
birthplace Tempat lahir
nationality Kewarganegaraan
p.address Alamat
idno NIK|Nomor KTP
owner Pemegang saham|Nama pemegang saham|Nama
director Direktur|Pengurus|Nama pengurus
beneficial Pemilik manfaat
count Jumlah lembar saham|Jumlah saham
percent Persentase|%
value Total|Jumlah (Rp)|Nilai
class Klasifikasi saham
role Jabatan
since Tanggal pengangkatan
date Tanggal|Tanggal cetak
docno Nomor|Nomor akta
no No.
total Jumlah
noise Telepon|KBLI|Jangka waktu|Kegiatan usaha|Notaris
s.owners Pemegang saham|Susunan pemegang saham|Pengurus dan pemegang saham
s.directors Direksi dan komisaris|Pengurus
s.company Data perseroan
t.extract Profil perusahaan|Data perseroan
t.articles Akta pendirian
t.poa Surat kuasa
role.director DIREKTUR|DIREKTUR UTAMA|KOMISARIS|Direktur
class.share biasa
active Aktif
none -
""",
}

filedesc://sample.arc 0.0.0.0 20090305101112 text/plain 72
1 0 SomeCrawler
URL IP-address Archive-date Content-type Archive-length

http://www.example.gov.cn/a b.html 192.0.2.7 20090305101112 text/html 192
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8
Content-Length: 112

<html><body><h1>某县人民政府2023年政府信息公开工作年度报告</h1><p>示例。</p></body></html>
dns:www.example.gov.cn 192.0.2.1 20090305101112 text/dns 53
20090305101112
www.example.gov.cn. 60 IN A 192.0.2.7


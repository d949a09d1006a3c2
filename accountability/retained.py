"""How long what is kept about persons is kept, why, and what becomes of it then; told to everybody on his own page."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kept(NamedTuple):
    """One line of the table: what, how long, why, and what happens then."""

    what: str | Promise
    kept: str | Promise
    why: str | Promise
    ends: str | Promise


RETENTION = (
    Kept(
        _("账号、任职记录"),
        _("长期，停用后保留"),
        _("需要查明任何一天由谁负责"),
        _("不删除；离任后不再用于登录"),
    ),
    Kept(
        _("办理意见、回执、操作记录"),
        _("随所属事项，按归档保管期限（永久、30年、10年）"),
        _("《中华人民共和国档案法》，机关文书档案保管期限规定"),
        _("到期经两人鉴定后清除正文，保留摘要"),
    ),
    Kept(
        _("登录失败记录"),
        _("不少于183天"),
        _("网络日志留存不少于六个月的法定要求"),
        _("由系统管理员在期满后清理"),
    ),
    Kept(
        _("系统运行日志"),
        _("不少于183天，建议36个月"),
        _("网络日志留存不少于六个月的法定要求"),
        _("由部署单位的日志平台按期轮换"),
    ),
    Kept(
        _("附件（佐证、照片、扫描件）"),
        _("随所属事项"),
        _("证明整改、培训、会议等事项的实际情况"),
        _("随事项到期清除；误传的由两人随时清除"),
    ),
    Kept(
        _("手机号码"),
        _("在职期间"),
        _("值班、通知、应急联系"),
        _("离岗后由管理员更正为空"),
    ),
    Kept(
        _("会议外来人员签到信息"),
        _("随会议记录"),
        _("证明到会情况"),
        _("随会议记录到期清除"),
    ),
    Kept(
        _("二次验证密钥、恢复码摘要"),
        _("启用期间"),
        _("核验登录人身份"),
        _("重置时立即删除"),
    ),
    Kept(
        _("会话"),
        _("闲置30分钟（可设置）"),
        _("维持登录状态"),
        _("退出、超时后失效"),
    ),
    Kept(
        _("患者信息"),
        _("不收集"),
        _("仅使用病例编码，不需要识别患者"),
        _("发现误填、误传的，遮挡或者由两人清除"),
    ),
)
